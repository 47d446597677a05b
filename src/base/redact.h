// Takes secrets out of text that people or files will see: log lines, messages, lineage, /health.
//
// Recognised: passwords in URLs (`user:secret@`), values of keys that name a secret
// (`password=...`,
// `"token": "..."`, `AWS_SECRET_ACCESS_KEY=...`, SQL `SECRET '...'`), signatures and credentials in
// query strings, and `Bearer ...`. When in doubt it hides too much. Thread-safe.
#pragma once

#include <string>

namespace lake {

// The text with each secret written as ***.
std::string Redact(std::string text);

}  // namespace lake
