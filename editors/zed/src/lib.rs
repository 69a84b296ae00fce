//! Starts `cortex` for Zed: as a language server for Markdown, and as a context server for its agent.

use zed_extension_api::settings::{CommandSettings, ContextServerSettings, LspSettings};
use zed_extension_api::{self as zed, Command, ContextServerId, LanguageServerId, Project, Result, Worktree};

const NAME: &str = "cortex";

struct Cortex;

impl zed::Extension for Cortex {
    fn new() -> Self {
        Cortex
    }

    fn language_server_command(&mut self, _: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let told = LspSettings::for_worktree(NAME, worktree).ok().and_then(|settings| settings.binary);
        let found = || worktree.which(NAME);
        let mut command = command(told, found, "lsp")?;
        command.env.splice(0..0, worktree.shell_env());
        Ok(command)
    }

    fn language_server_workspace_configuration(
        &mut self,
        _: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<zed::serde_json::Value>> {
        Ok(LspSettings::for_worktree(NAME, worktree).ok().and_then(|settings| settings.settings))
    }

    // Zed does not let a context server look for a program: without a setting the system finds it on the PATH.
    fn context_server_command(&mut self, _: &ContextServerId, project: &Project) -> Result<Command> {
        let told = ContextServerSettings::for_project(NAME, project).ok().and_then(|settings| settings.command);
        command(told, || Some(NAME.to_string()), "mcp")
    }
}

/// The command that the user's settings tell, else the program that is found, with the argument that makes it serve.
fn command(told: Option<CommandSettings>, found: impl Fn() -> Option<String>, serve: &str) -> Result<Command> {
    let (path, arguments, env) = match told {
        Some(told) => (told.path, told.arguments, told.env),
        None => (None, None, None),
    };
    let command = path.or_else(found).ok_or("cortex is not on the PATH: install it, or name it in lsp.cortex.binary.path of the settings")?;
    Ok(Command {
        command,
        args: arguments.unwrap_or_else(|| vec![serve.to_string()]),
        env: env.unwrap_or_default().into_iter().collect(),
    })
}

zed::register_extension!(Cortex);
