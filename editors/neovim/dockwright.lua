-- Dockwright in Neovim 0.7 and later: as plugin/dockwright.lua it starts by itself, as lsp/dockwright.lua with vim.lsp.enable('dockwright').
-- The table vim.g.dockwright changes any of these, e.g. { cmd = { '/opt/dockwright', 'lsp' }, settings = { dockwright = { … } } }.
-- Neovim before 0.11 shows code lenses, but does not say so.
local code_lenses = { textDocument = { codeLens = { dynamicRegistration = false } } }
local commands = { experimental = { commands = { commands = { 'dockwright.showReferences' } } } }

local config = vim.tbl_deep_extend('force', {
  name = 'dockwright',
  cmd = { 'dockwright', 'lsp', '--stdio' },
  filetypes = { 'dockerfile', 'dockerignore' },
  root_markers = { '.git' },
  capabilities = vim.tbl_deep_extend('force', code_lenses, vim.lsp.protocol.make_client_capabilities(), commands),
}, vim.g.dockwright or {})

-- What the code lens "used by 2 stages" runs: the places, in a list.
vim.lsp.commands['dockwright.showReferences'] = function(command, at)
  local client = vim.lsp.get_client_by_id(at.client_id)
  local items = vim.lsp.util.locations_to_items(command.arguments[3], client and client.offset_encoding or 'utf-16')
  vim.fn.setqflist({}, ' ', { title = command.title, items = items })
  vim.cmd('copen')
end

-- Neovim before 0.8 does not open what a server wants to show: open what it has written.
if not vim.lsp.handlers['window/showDocument'] then
  vim.lsp.commands['dockwright.showPlan'] = function(command, at)
    local asked = { command = command.command, arguments = command.arguments }
    vim.lsp.get_client_by_id(at.client_id).request('workspace/executeCommand', asked, function(problem, address)
      if problem then return vim.notify(problem.message, vim.log.levels.ERROR) end
      vim.cmd('edit ' .. vim.fn.fnameescape(vim.uri_to_fname(address)))
    end, at.bufnr)
  end
end

local as_lsp_file = debug.getinfo(1, 'S').source:match('[/\\]lsp[/\\][^/\\]+$')
if as_lsp_file then return config end

-- Names that some versions of Neovim do not take for a Dockerfile; and ignore files, which it takes for those of git.
vim.api.nvim_create_autocmd({ 'BufRead', 'BufNewFile' }, {
  pattern = { 'dockerfile', '*.dockerfile', '*.Dockerfile', 'Containerfile', 'Containerfile.*' },
  callback = function() vim.bo.filetype = 'dockerfile' end,
})
vim.api.nvim_create_autocmd({ 'BufRead', 'BufNewFile' }, {
  pattern = { '.dockerignore', '*.dockerignore', '.containerignore', '*.containerignore' },
  callback = function()
    vim.bo.filetype = 'dockerignore'
    vim.bo.syntax = 'gitignore'
  end,
})

local function on_dockerfile(act) vim.api.nvim_create_autocmd('FileType', { pattern = config.filetypes, callback = act }) end

local function missing(cmd)
  if type(cmd) ~= 'table' or vim.fn.executable(cmd[1]) == 1 then return false end
  vim.notify_once(cmd[1] .. ' is not on the PATH: see editors/README.md of Dockwright', vim.log.levels.WARN)
  return true
end

if vim.lsp.enable then -- 0.11
  vim.lsp.config('dockwright', config)
  vim.lsp.enable('dockwright')
  on_dockerfile(function() missing(vim.lsp.config.dockwright.cmd) end)
  return
end

local function root(file)
  local above = vim.fn.fnamemodify(file, ':p:h') .. ';'
  for _, marker in ipairs(config.root_markers) do
    local found = vim.fn.findfile(marker, above)
    if found == '' then found = vim.fn.finddir(marker, above) end
    if found ~= '' then return vim.fn.fnamemodify(found, ':p'):gsub('[/\\]+$', ''):match('^(.+)[/\\]') end
  end
end

local clients = {} -- 0.7 does not look for a running client: root → its id
on_dockerfile(function(opened)
  if missing(config.cmd) then return end
  local here = vim.tbl_extend('force', config, { root_dir = root(opened.file) })
  if vim.lsp.start then -- 0.8
    vim.lsp.start(here)
    return
  end
  local key = here.root_dir or ''
  if not vim.lsp.get_client_by_id(clients[key] or -1) then clients[key] = vim.lsp.start_client(here) end
  vim.lsp.buf_attach_client(opened.buf, clients[key])
end)
