// How the process gets and keeps its memory. Ledgers are buffers of a third to several megabytes
// that live for milliseconds.
#pragma once

namespace lake {

// Makes malloc keep what ledgers free for the next ones, and keep it in few places. By its defaults
// it returns such buffers to the system and fetches them again, a page fault for every 4 KiB, and
// has up to eight arenas per core, each with free memory of its own. Call it in main before any
// thread starts.
void SetUpAllocator();

}  // namespace lake
