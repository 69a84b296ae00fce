package rules

// DetectProfile recognises a memory bank by one directory listing. Folder is the
// directory's workspace-relative path, "." for the workspace; names are what it
// holds, folders with a trailing slash, of a folder below also its files where
// that is known ("tasks/_index.md"). Letter case, "-" and "_" do not count.
//
// The result is false for what is no bank. A bank that follows no known
// convention closely enough has no profile.
func DetectProfile(folder string, names []string) (*Profile, bool) { return nil, false }
