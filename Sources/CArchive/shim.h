#ifndef ENGRAM_CARCHIVE_SHIM_H
#define ENGRAM_CARCHIVE_SHIM_H

#include <archive.h>
#include <archive_entry.h>

/// A regular file. The macro has a cast, which Swift cannot see.
static const unsigned int engram_regular_file = AE_IFREG;
/// A folder.
static const unsigned int engram_folder = AE_IFDIR;

#endif
