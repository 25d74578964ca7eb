// Finds the `dockwright` program and runs it as language server for Dockerfiles; all else is the server's work.
import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import * as path from 'node:path';
import { commands, env, ExtensionContext, LogOutputChannel, Uri, window, workspace } from 'vscode';
import { LanguageClient, Location, Position, StaticFeature } from 'vscode-languageclient/node';

const INSTALL = 'https://crates.io/crates/dockwright';
const SHOW_REFERENCES = 'dockwright.showReferences';
let client: LanguageClient | undefined;
let changes: Promise<void> = Promise.resolve();    // starts and stops, one after the other

export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel('Dockwright', { log: true });
  const restart = () => changes = changes.then(stop).then(() => start(context, output));
  context.subscriptions.push(
    output,
    commands.registerCommand('dockwright.restart', restart),
    commands.registerCommand('dockwright.showOutput', () => output.show()),
    commands.registerCommand(SHOW_REFERENCES, showReferences),
    workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('dockwright.path')) void restart();
    }),
  );
  await restart();
}

export function deactivate(): Promise<void> {
  return changes = changes.then(stop);
}

async function start(context: ExtensionContext, output: LogOutputChannel): Promise<void> {
  const set = workspace.getConfiguration('dockwright').get('path', '').trim().replace(/^~(?=[/\\])/, homedir());
  const command = set ? executable(set) : bundled(context) ?? onPath();
  if (!command) return missing(set, output);
  output.info(`starting ${command} lsp --stdio`);
  client = new LanguageClient('dockwright', 'Dockwright', { command, args: ['lsp', '--stdio'] }, {
    documentSelector: [
      { language: 'dockerfile', scheme: 'file' },
      { language: 'dockerfile', scheme: 'untitled' },
      { pattern: '**/{.dockerignore,.containerignore,*.dockerignore,*.containerignore}', scheme: 'file' },
    ],
    outputChannel: output,
    traceOutputChannel: output,
  });
  client.registerFeature(commandsOfTheClient);
  try {
    await client.start();
  } catch (error) {
    output.error(`${command} did not start as a language server: ${error}`);
  }
}

/** Tells the server which commands its code lenses and completions may have that are not its own. */
const commandsOfTheClient: StaticFeature = {
  fillClientCapabilities: all => { all.experimental = { ...all.experimental, commands: { commands: [SHOW_REFERENCES, 'editor.action.triggerSuggest'] } }; },
  initialize: () => {},
  getState: () => ({ kind: 'static' }),
  clear: () => {},
};

/** Shows the places that a code lens is about. */
async function showReferences(uri: string, at: Position, places: Location[]): Promise<void> {
  const to = client?.protocol2CodeConverter;
  if (to) await commands.executeCommand('editor.action.showReferences', Uri.parse(uri), to.asPosition(at), places.map(to.asLocation));
}

async function stop(): Promise<void> {
  const old = client;
  client = undefined;
  await old?.dispose().catch(() => {});    // a server that never started cannot be stopped
}

function bundled(context: ExtensionContext): string | undefined {
  return executable(context.asAbsolutePath(path.join('bin', program())));
}

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(path.isAbsolute);
  return folders.map(folder => executable(path.join(folder, program()))).find(found => found);
}

function program(): string {
  return process.platform === 'win32' ? 'dockwright.exe' : 'dockwright';
}

function executable(file: string): string | undefined {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}

/** Says what to do; does not wait for the answer, so that a later start is not held up. */
function missing(set: string, output: LogOutputChannel): void {
  const problem = set
    ? `Dockwright: "dockwright.path" is ${set}, which is not a program that can be run.`
    : 'Dockwright: the program `dockwright` was found neither in this extension nor on the PATH.';
  output.error(problem);
  const remedy = set ? 'Correct the setting, or clear it.' : 'Install it (cargo install --path . in a clone of Dockwright), or set "dockwright.path" to where it is.';
  void window.showErrorMessage(`${problem} ${remedy}`, 'Open Setting', 'How to Install').then(choice => {
    if (choice === 'Open Setting') void commands.executeCommand('workbench.action.openSettings', 'dockwright.path');
    if (choice === 'How to Install') void env.openExternal(Uri.parse(INSTALL));
  });
}
