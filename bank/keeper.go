package bank

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// versionsFolder is the folder of a bank that keeps what its files held before. It holds:
//
//   - .gitignore, so that git leaves it out,
//   - lock, which whoever writes has locked,
//   - log, one versionRecord a line, only ever added to, but for pruning,
//   - objects, the texts, each under the hash of its content.
const versionsFolder = ".cortex-history"

// The files of versionsFolder.
const (
	versionLock    = "lock"
	versionLog     = "log"
	versionObjects = "objects"
)

// versionRecord is one line of the log.
type versionRecord struct {
	// ID counts up from 1 and is never used again.
	ID   int       `json:"id"`
	Time time.Time `json:"time"`
	// By is the operation that changed the file: "edit".
	By string `json:"by"`
	// Path and To are relative to the bank. To is where the file was renamed to, "" if it was not.
	Path string `json:"path"`
	To   string `json:"to,omitempty"`
	// Hash names the object with the text before, "" for a file or folder that was only renamed.
	Hash string `json:"hash,omitempty"`
	Size int    `json:"size"`
}

// keeper keeps versions of the files of one bank. While it is open nobody else writes there, in no process.
type keeper struct {
	by     string
	limits versionLimits
	// root is the versionsFolder.
	root      *os.Root
	held, log *os.File
	// last is the newest number, torn tells that a crash has left a line without its end.
	last int
	torn bool
	// kept counts the versions since opening.
	kept int
}

// openKeeper opens what keeps the versions of a bank, and makes it if there is none.
func openKeeper(ctx context.Context, bank *os.Root, by string, limits versionLimits) (k *keeper, err error) {
	if err := bank.Mkdir(versionsFolder, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	if info, err := bank.Lstat(versionsFolder); err != nil || !info.IsDir() {
		return nil, errors.Join(err, refuse(Obstructed, "%q in the memory bank is no folder: have the user remove it, since earlier versions are kept there", versionsFolder))
	}
	k = &keeper{by: by, limits: limits}
	if k.root, err = bank.OpenRoot(versionsFolder); err != nil {
		return nil, err
	}
	if err := k.open(ctx); err != nil {
		k.release()
		return nil, err
	}
	return k, nil
}

func (k *keeper) open(ctx context.Context) (err error) {
	if k.held, err = k.root.OpenFile(versionLock, os.O_RDWR|os.O_CREATE, 0o666); err != nil {
		return err
	}
	if err := waitForLock(ctx, k.held); err != nil {
		return err
	}
	if info, err := k.root.Lstat(ignoreFile); err != nil || info.Size() == 0 {
		if err := k.root.WriteFile(ignoreFile, []byte("*\n"), 0o666); err != nil {
			return err
		}
	}
	if err := k.root.Mkdir(versionObjects, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if k.log, err = k.root.OpenFile(versionLog, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o666); err != nil {
		return err
	}
	k.last, k.torn, err = lastVersion(k.log)
	return err
}

// lockPatience bounds the wait for another writer, lockPause is the time between two looks.
const (
	lockPatience = 10 * time.Second
	lockPause    = 2 * time.Millisecond
)

// waitForLock locks a file until it is closed, also by the end of the process. It gives up with ErrBusy, or when ctx ends.
func waitForLock(ctx context.Context, f *os.File) error {
	patient, cancel := context.WithTimeoutCause(ctx, lockPatience, ErrBusy)
	defer cancel()
	pause := time.NewTicker(lockPause)
	defer pause.Stop()
	for {
		locked, err := tryLock(f)
		switch {
		case err != nil:
			return fmt.Errorf("locking: %w", err)
		case locked:
			return nil
		}
		select {
		case <-pause.C:
		case <-patient.Done():
			return context.Cause(patient)
		}
	}
}

// keep stores a text, nil for none, of a file with that mode, and adds to the log that it is about to change. Both last when it
// returns.
func (k *keeper) keep(v versionRecord, text *string, mode fs.FileMode) (id int, err error) {
	if text != nil {
		v.Size = len(*text)
		if v.Hash, err = k.store(*text, mode); err != nil {
			return 0, err
		}
	}
	v.ID, v.Time, v.By = k.last+1, time.Now().UTC(), k.by
	line, err := json.Marshal(v)
	if err != nil {
		return 0, err
	}
	line = append(line, '\n')
	if k.torn {
		line = append([]byte{'\n'}, line...)
	}
	k.torn = true // until it is known to be whole
	if _, err := k.log.Write(line); err != nil {
		return 0, err
	}
	if err := k.log.Sync(); err != nil {
		return 0, err
	}
	if k.last == 0 {
		syncFolder(k.root, ".")
	}
	k.last, k.torn = v.ID, false
	k.kept++
	return v.ID, nil
}

// store writes a text under its hash, unless it is there. Who may not read the file may not read it there, either.
func (k *keeper) store(text string, mode fs.FileMode) (hash string, err error) {
	hash = fullHash(text)
	t := target{k.root, objectName(hash)}
	if t.compare(&text) == nil { // a disk may have lost what it had under that name
		return hash, nil
	}
	temp, err := t.fill(t.path+tempEnd, text)
	if err != nil {
		return "", err
	}
	if err = k.root.Chmod(temp, mode.Perm()&0o666|0o600); err == nil {
		err = k.root.Rename(temp, t.path)
	}
	syncFolder(k.root, versionObjects)
	return hash, err
}

func objectName(hash string) string { return versionObjects + "/" + hash }

// close prunes from time to time, and lets others write. What cannot be pruned now is tried again later.
func (k *keeper) close() {
	if k.last/pruneEvery != (k.last-k.kept)/pruneEvery {
		_ = k.prune(time.Now())
	}
	k.release()
}

func (k *keeper) release() {
	for _, f := range []*os.File{k.log, k.held} {
		if f != nil {
			f.Close()
		}
	}
	k.root.Close()
}

func fullHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
