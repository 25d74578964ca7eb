// Does in VS Code what a person would: reads diagnostics, hovers, applies a code action, saves, completes: drive.mjs NODE_MODULES VSIX FILE OUT.
// Prints a line for each step, keeps a screenshot of each; the first step that went wrong ends the run with exit status 1.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const [modules, vsix, file, out] = process.argv.slice(2).map(name => path.resolve(name));
const { chromium } = createRequire(path.join(modules, 'x.js'))('playwright-core');
const codeServer = path.join(modules, 'code-server/out/node/entry.js');
const text = name => new RegExp(process.env[`CASE_${name}`].replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s'), 'i');
const position = name => process.env[`CASE_${name}`].split('-')[0].split(':').map(Number);
const sleep = ms => new Promise(done => setTimeout(done, ms));

const settings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'security.workspace.trust.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'update.mode': 'none',
  'files.autoSave': 'off',
  'dockwright.path': spawnSync('which', ['dockwright'], { encoding: 'utf8' }).stdout.trim(),    // VS Code takes the PATH of a login shell, not ours
  'dockwright.trace.server': 'verbose',
};
const began = Date.now();
let page, steps = 0;

async function step(name, act) {
  let shown, ok = true;
  try {
    shown = await act();
  } catch (error) {
    [shown, ok] = [error, false];
  }
  steps += 1;
  await page?.screenshot({ path: path.join(out, `${String(steps).padStart(2, '0')}-${name.replaceAll(' ', '-')}.png`) });
  console.log(`${ok ? 'ok ' : 'NO '} ${((Date.now() - began) / 1000).toFixed(2).padStart(6)} s  ${name}  ${String(shown ?? '').replaceAll('\n', ' ').slice(0, 300)}`);
  if (!ok) throw new Error(name);
}

const freePort = () => new Promise(done => {
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

async function main() {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-'));
  const common = ['--user-data-dir', path.join(work, 'user'), '--extensions-dir', path.join(work, 'extensions')];
  fs.mkdirSync(out, { recursive: true });
  for (const scope of ['User', 'Machine']) {
    fs.mkdirSync(path.join(work, 'user', scope), { recursive: true });
    fs.writeFileSync(path.join(work, 'user', scope, 'settings.json'), JSON.stringify(settings));
  }
  let server, browser;
  try {
    await step('install the extension', () => {
      const result = spawnSync(process.execPath, [codeServer, ...common, '--install-extension', vsix], { encoding: 'utf8' });
      if (result.status !== 0) throw new Error(result.stderr);
      return result.stdout.trim().split('\n').pop();
    });
    const port = await freePort();
    const log = fs.openSync(path.join(out, 'code-server.log'), 'w');
    server = spawn(process.execPath, [codeServer, ...common, '--bind-addr', `127.0.0.1:${port}`, '--auth', 'none', '--disable-telemetry', '--disable-update-check',
      '--disable-workspace-trust', '--disable-getting-started-override'], { stdio: ['ignore', log, log], detached: true });
    await step('start', async () => {
      for (let i = 0; i < 200; i++, await sleep(100)) {
        if (await fetch(`http://127.0.0.1:${port}/healthz`).then(answer => answer.ok, () => false)) return;
      }
      throw new Error('code-server does not answer');
    });
    browser = await chromium.launchPersistentContext(path.join(work, 'chromium'), {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, chromiumSandbox: false, viewport: { width: 1200, height: 760 },
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
    page = browser.pages()[0] ?? await browser.newPage();
    page.setDefaultTimeout(30000);
    const open = JSON.stringify([['openFile', `vscode-remote://127.0.0.1:${port}${file}`]]);
    await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(path.dirname(file))}&payload=${encodeURIComponent(open)}`);
    await person();
  } finally {
    await browser?.close().catch(() => {});
    if (server) {
      const gone = new Promise(done => server.once('exit', done));
      try { process.kill(-server.pid, 'SIGTERM'); } catch { }
      await Promise.race([gone, sleep(5000)]);
    }
    fs.rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function person() {
  const editor = page.locator('.monaco-editor .view-lines').first();
  await step('open', () => page.waitForSelector('.monaco-workbench .monaco-editor .view-line', { timeout: 60000 }).then(() => ''));
  await step('squiggle', () => page.waitForSelector('.monaco-editor [class*=squiggly-]').then(() => ''));
  await page.keyboard.press('Control+Shift+KeyM');
  await step('problem', () => row('.markers-panel .monaco-list-row', text('MESSAGE'), text('CODE')));

  await go(...position('HOVER'));
  await page.keyboard.press('Control+KeyK');
  await page.keyboard.press('Control+KeyI');
  await step('hover', () => row('.monaco-hover:not(.hidden) .monaco-hover-content', text('HOVER_TEXT')));
  await page.keyboard.press('Escape');

  await go(...position('RANGE'));
  await page.keyboard.press('Control+Period');
  await step('code action', () => row('.action-widget .monaco-list-row.action', text('ACTION')));
  const before = await editor.innerText();
  await step('code action applied', async () => {
    for (let i = 0; i < 30; i++) {
      const focused = page.locator('.action-widget .monaco-list-row.focused').first();
      if (await focused.count() && text('ACTION').test(await focused.innerText())) break;
      await page.keyboard.press('ArrowDown');
      await sleep(60);
    }
    await page.keyboard.press('Enter');
    await page.waitForFunction(old => document.querySelector('.monaco-editor .view-lines').innerText !== old, before);
  });

  await page.locator('.monaco-editor .view-line').first().click({ position: { x: 3, y: 5 } });
  const old = fs.readFileSync(file, 'utf8');
  await page.keyboard.press('Control+KeyS');
  await step('saved', async () => {
    for (let i = 0; i < 100; i++, await sleep(50)) if (fs.readFileSync(file, 'utf8') !== old) return;
    throw new Error('the file on disk is as before');
  });

  if (process.env.CASE_LENS) {
    const lens = page.locator('.codelens-decoration a').filter({ hasText: text('LENS') }).first();
    await step('code lens', async () => {
      await lens.waitFor();
      return lens.innerText();
    });
    await lens.click();
    await step('its document', () => row('.editor-group-container.active .monaco-editor .view-lines', text('LENS_TEXT')));
  }

  if (!process.env.CASE_TYPED) return;
  await page.keyboard.press('Control+End');
  await page.keyboard.type(process.env.CASE_TYPED, { delay: 40 });
  await step('completion', () => row('.suggest-widget.visible .monaco-list-row', text('COMPLETION')));
}

/** The text of the first such element that contains all of these. */
async function row(selector, ...parts) {
  let found = page.locator(selector);
  for (const part of parts) found = found.filter({ hasText: part });
  await found.first().waitFor();
  return found.first().innerText();
}

async function go(line, column) {
  await page.locator('.monaco-editor .view-line').first().click({ position: { x: 3, y: 5 } });
  await page.keyboard.press('Control+Home');
  for (let i = 1; i < line; i++) await page.keyboard.press('ArrowDown');
  for (let i = 1; i < column; i++) await page.keyboard.press('ArrowRight');
}

main().then(() => process.exit(0), error => {
  console.log(error);
  process.exit(1);
});
