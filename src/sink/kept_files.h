// Second names (hard links) for the files of a commit that is under way.
//
// When COMMIT reports an error, DuckLake deletes the files it wrote; but the catalog may have taken
// the commit all the same, and would then refer to files that are gone. So each
// new file gets a second name before COMMIT; once the outcome is known, the files that the catalog
// refers to get their names back. Names live in <data path>/.stellarlake-kept/<writer>/, end in
// .kept (so that no orphan clean-up takes them for Parquet) and survive this process. Local data
// paths only. One thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sink/lake_files.h"

namespace lake {

class KeptFiles {
 public:
  KeptFiles(const std::string& data_path, std::string_view writer);

  // A file that is gone by now was another writer's, whose commit failed.
  Status Keep(std::span<const std::string> files);
  // Gives back the name of every referenced file that is gone and was kept by any writer.
  Status Restore(std::span<const LakeFile> referenced) const;
  // Forgets this writer's names: the outcome is known.
  void Drop();
  // Forgets those of other writers that are too old to belong to a commit under way.
  void DropStale() const;

 private:
  std::string root_;
  std::string folder_;
};

}  // namespace lake
