package bank

import (
	"io/fs"
	"os"
	"syscall"
	"time"
)

// folderFiles are the files of one folder on disk.
type folderFiles struct {
	rootFS
	folder *os.File
	number int
}

// filesOf returns the files of a folder, and what closes it.
func filesOf(folder *os.Root) (files fs.FS, done func()) {
	self, err := folder.Open(".")
	if err != nil {
		return folder.FS(), func() { folder.Close() }
	}
	return folderFiles{folder.FS().(rootFS), self, int(self.Fd())}, func() {
		self.Close()
		folder.Close()
	}
}

// readWhole reads a file with four calls of the system; an os.File needs eleven, since it finds out whether the file is one that
// is waited for. It does so for a regular file that has not more than most bytes and is not being written: of any other it tells nothing.
func (f folderFiles) readWhole(name string, most int64, at time.Time) (text string, left imprint, ok bool) {
	// Not blocking: what has become a pipe meanwhile would wait for its writer.
	file, err := syscall.Openat(f.number, name, syscall.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
	if err != nil {
		return "", imprint{}, false
	}
	defer syscall.Close(file)
	var s syscall.Stat_t
	if err := syscall.Fstat(file, &s); err != nil || s.Mode&syscall.S_IFMT != syscall.S_IFREG || s.Size > min(most, longestPooled) {
		return "", imprint{}, false
	}
	buf, done := textBuffer(s.Size)
	defer done()
	n, err := syscall.Read(file, buf[:s.Size+1])
	if err != nil || int64(n) != s.Size {
		return "", imprint{}, false
	}
	return string(buf[:n]), imprint{s.Size, s.Mtim.Nano(), s.Ctim.Nano(), s.Ino, at.UnixNano()}, true
}
