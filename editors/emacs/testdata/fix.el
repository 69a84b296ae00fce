;;; fix.el --- Drives one editing story in Emacs and reports it as JSON  -*- lexical-binding: t -*-

;; The document is opened beside it. The program is the same for eglot and for lsp-mode, one of which the user's init file has set up.

(require 'flymake)
(require 'json)

(defun found ()
  "Return the diagnostics of the buffer, first ones first."
  (vconcat
   (mapcar (lambda (d)
             (let ((from (flymake-diagnostic-beg d)))
               `((Line . ,(line-number-at-pos from))
                 (Text . ,(buffer-substring-no-properties from (flymake-diagnostic-end d)))
                 (Message . ,(flymake-diagnostic-text d)))))
           (sort (flymake-diagnostics)
                 (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b)))))))

(defvar before nil "The diagnostics before the fix.")
(defvar tick nil "What the buffer's tick was then.")
(defvar offered nil "What the menu of code actions has offered.")

(defun choose (_prompt candidates &rest _)
  "Choose from CANDIDATES as a user does who wants the link changed."
  (setq offered (all-completions "" candidates))
  (seq-find (lambda (title) (string-prefix-p "Change to" title)) offered))

(defun fix ()
  "Take the code action for the broken link."
  (setq before (found) tick (buffer-chars-modified-tick))
  (goto-char (point-min))
  (search-forward "progres.md")
  (backward-char)
  (let ((last-nonmenu-event ?a))        ; a key was pressed, no mouse
    (cl-letf (((symbol-function 'completing-read) #'choose))
      (call-interactively (if (bound-and-true-p lsp-mode) 'lsp-execute-code-action 'eglot-code-actions)))))

(defun leave ()
  "Write the report and end Emacs."
  (let ((report `((Before . ,before) (After . ,(found)) (Actions . ,(vconcat offered)))))
    (with-temp-file (getenv "CORTEX_REPORT") (insert (json-encode report))))
  (kill-emacs))

(defvar steps
  `((flymake-diagnostics fix)
    (,(lambda () (/= tick (buffer-chars-modified-tick))) save-buffer)
    (,(lambda () (= (length (found)) (1- (length before)))) leave))
  "What is awaited, and what is done then.")

(defun proceed ()
  "Take the next step if the time has come."
  (with-current-buffer (find-buffer-visiting (getenv "CORTEX_DOCUMENT"))
    (when (funcall (caar steps))
      (funcall (cadr (pop steps))))))

;; Between the steps Emacs works and idles as it does for a user.
(run-with-timer 0 0.02 #'proceed)
;;; fix.el ends here
