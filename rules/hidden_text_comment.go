package rules

import "strings"

// injections are parts of sentences that only an order to a model has, in lower case.
var injections = []string{
	"ignore all previous", "ignore previous", "ignore the previous", "ignore prior", "ignore all prior", "ignore all instructions", "ignore any instructions",
	"ignore the above", "ignore everything above", "ignore your instructions", "ignore all other instructions",
	"disregard previous", "disregard all previous", "disregard all instructions", "disregard the above", "disregard prior", "disregard your", "forget previous instructions", "forget your instructions", "forget all previous",
	"override your instructions", "override the system prompt", "your system prompt", "new system prompt", "you are now a ", "you are now an ",
	"do not tell the user", "don't tell the user", "do not inform the user", "do not mention this", "don't mention this", "never mention this", "do not reveal", "don't reveal",
	"without telling the user", "without informing the user", "without asking the user", "without the user's knowledge", "without the user's consent", "hide this from the user", "exfiltrate",
	"<|im_start|>", "<|system|>",
}

// injection returns the part of a comment that gives a model an order behind its user's back, "" if there is none.
func injection(comment string) string {
	lower := strings.ToLower(strings.Join(strings.Fields(comment), " "))
	for _, s := range injections {
		if i := strings.Index(lower, s); i >= 0 {
			return clip(lower[i:])
		}
	}
	return ""
}

// addressees begin comments that speak to an assistant, in lower case.
var addressees = []string{
	"ai:", "ai agent", "ai assistant", "for ai", "note to ai", "note for ai", "to ai", "dear ai", "llm:", "llms:", "for llm", "note to llm", "model:",
	"assistant:", "assistant,", "claude:", "claude,", "copilot:", "copilot,", "cursor:", "cline:", "gpt:", "chatgpt", "agent:", "agents:", "system:", "prompt:",
	"instruction for ai", "instructions for ai", "instructions for the ai", "instructions for llm", "if you are an ai", "if you are an llm", "if you are a language model", "as an ai",
}

func addressesModel(comment string) bool {
	return hasAnyPrefix(strings.ToLower(strings.TrimLeft(comment, " \t\r\n*#-(\"'!@")), addressees)
}
