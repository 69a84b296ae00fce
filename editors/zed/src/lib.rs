//! Starts `cortex` for Zed: as a language server for Markdown, and as a context server for its agent.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, Command, ContextServerId, LanguageServerId, Project, Result, Worktree};

const NAME: &str = "cortex";

struct Cortex;

impl zed::Extension for Cortex {
    fn new() -> Self {
        Cortex
    }

    /// What the user's settings name, else what is on the PATH of the user's shell.
    fn language_server_command(&mut self, _: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let told = LspSettings::for_worktree(NAME, worktree).ok().and_then(|settings| settings.binary);
        let (path, arguments) = told.map_or((None, None), |binary| (binary.path, binary.arguments));
        let command = path
            .or_else(|| worktree.which(NAME))
            .ok_or("cortex is not on the PATH: install it, or name it in lsp.cortex.binary.path of the settings")?;
        Ok(Command {
            command,
            args: arguments.unwrap_or_else(|| vec!["lsp".to_string()]),
            env: worktree.shell_env(),
        })
    }

    fn language_server_workspace_configuration(
        &mut self,
        _: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<zed::serde_json::Value>> {
        Ok(LspSettings::for_worktree(NAME, worktree).ok().and_then(|settings| settings.settings))
    }

    /// A context server cannot be looked for: the system finds it on Zed's own PATH.
    fn context_server_command(&mut self, _: &ContextServerId, _: &Project) -> Result<Command> {
        Ok(Command {
            command: NAME.to_string(),
            args: vec!["mcp".to_string()],
            env: Vec::new(),
        })
    }
}

zed::register_extension!(Cortex);
