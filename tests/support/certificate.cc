#include "support/certificate.h"

#include <filesystem>

#include "base/check.h"
#include "support/child.h"

namespace lake::testing {

void WriteCertificate(const TempFolder& folder) {
  const ChildResult made =
      RunChild({"/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout",
                folder.File("key.pem"), "-out", folder.File("cert.pem")});
  CHECK(made.exit_status == 0);
  namespace fs = std::filesystem;
  fs::permissions(folder.File("key.pem"), fs::perms::others_read, fs::perm_options::add);
}

}  // namespace lake::testing
