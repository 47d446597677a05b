// Takes secrets out of text that people or files will see: log lines, messages, lineage, /health.
//
// Two ways. Secrets that this program was given (KeepSecret: passwords of connection strings,
// tokens) are replaced wherever they stand. What nobody announced is recognised by its
// surroundings: passwords in URLs (`user:secret@`), values of keys that name a secret
// (`password=...`, `"token": "..."`, `AWS_SECRET_ACCESS_KEY=...`, SQL `SECRET '...'`, header fields
// such as `api-key: ...`), signatures and credentials in query strings, and `Bearer ...`.
// Thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace lake {

// The text with each secret written as ***.
std::string Redact(std::string text);

// Remembers a secret for the rest of the process, also as it stands in SQL and in connection
// strings. Secrets of less than four bytes are not kept: they would stand everywhere.
void KeepSecret(std::string_view secret);

// The text without the secrets that were kept, and otherwise as it is.
std::string HideKnownSecrets(std::string_view text);

}  // namespace lake
