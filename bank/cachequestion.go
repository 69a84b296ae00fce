package bank

// recalledQuestion is what was asked of the document at a path, and what it answered.
type recalledQuestion struct {
	path             int
	question, answer string
}

// question returns what was asked, by its number. It is false if nothing of the kind can be read.
func (c *recollection) question(n int) (recalledQuestion, bool) {
	for len(c.questions) < c.count && len(c.asked) > 0 {
		for r := &c.asked[0]; r.rest != ""; {
			if q, ok := c.nextQuestion(r); ok {
				c.questions = append(c.questions, q)
			}
		}
		c.asked = c.asked[1:]
	}
	if n >= len(c.questions) {
		return recalledQuestion{}, false
	}
	return c.questions[n], true
}

func (c *recollection) nextQuestion(r *codeReader) (q recalledQuestion, ok bool) {
	q = recalledQuestion{path: r.below(len(c.paths)), question: r.text(), answer: r.text()}
	return q, !r.failed
}

// numberedQuestion is a question with its number.
type numberedQuestion struct {
	number int
	recalledQuestion
}

// questionsAbout returns what was asked of some documents, and how many questions can be read at all.
func (c *recollection) questionsAbout(some func(path int) bool) (found []numberedQuestion, read int) {
	for _, r := range c.asked {
		for r.rest != "" {
			q, ok := c.nextQuestion(&r)
			if !ok {
				return found, read
			}
			if some(q.path) {
				found = append(found, numberedQuestion{read, q})
			}
			read++
		}
	}
	return found, read
}
