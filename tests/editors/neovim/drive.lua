-- Does in Neovim what a person would: reads diagnostics, hovers, completes, applies a code action, writes the file.
-- Prints a line for each step; exit status 0 if all went well, 1 if something was missing, 2 if this script failed.
local case = function(name) return vim.env['CASE_' .. name] or '' end
local uv = vim.uv or vim.loop
local began, missing = uv.hrtime(), 0

local function step(name, ok, shown)
  if not ok then missing = missing + 1 end
  local text = type(shown) == 'string' and shown or vim.inspect(shown):gsub('%s+', ' ')
  io.stdout:write(('%s %5d ms  %s  %s\n'):format(ok and 'ok ' or 'NO ', (uv.hrtime() - began) / 1e6, name, text:gsub('\n', ' ⏎ '):sub(1, 300)))
end

local function quit(status) vim.cmd('cquit ' .. status) end

-- All runs as a coroutine on the main loop, so that typed keys are handled while we wait.
local main
local function resume()
  local ok, problem = coroutine.resume(main)
  if not ok then
    io.stdout:write(debug.traceback(main, tostring(problem)) .. '\n')
    quit(2)
  elseif coroutine.status(main) == 'dead' then
    quit(missing == 0 and 0 or 1)
  end
end

--- The first true value of `answer`, or nil when our patience ends.
local patience = tonumber(vim.env.PATIENCE or '15')
local function wait(answer)
  local limit = uv.hrtime() + patience * 1e9
  repeat
    local found = answer()
    if found then return found end
    vim.defer_fn(resume, 20)
    coroutine.yield()
  until uv.hrtime() > limit
end

local function contains(text, part) return text:lower():find(part:lower(), 1, true) ~= nil end
local function lines() return vim.api.nvim_buf_get_lines(0, 0, -1, false) end
local function go(line, column) vim.api.nvim_win_set_cursor(0, { tonumber(line), tonumber(column) - 1 }) end

local function attached()
  return wait(function()
    for _, client in ipairs((vim.lsp.get_clients or vim.lsp.get_active_clients)()) do
      if client.name == 'dockwright' and client.initialized ~= false and client.server_capabilities
        and vim.lsp.buf_is_attached(0, client.id) then return client end
    end
  end)
end

--- The case's diagnostic: the one with its code.
local function diagnostic()
  for _, found in ipairs(vim.diagnostic.get(0)) do
    if tostring(found.code) == case('CODE') then return found end
  end
end

local function range(found)
  return ('%d:%d-%d:%d'):format(found.lnum + 1, found.col + 1, found.end_lnum + 1, found.end_col + 1)
end

local function hover()
  go(case('HOVER'):match('(%d+):(%d+)'))
  vim.lsp.buf.hover()
  return wait(function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        local text = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
        vim.api.nvim_win_close(window, true)
        return table.concat(text, '\n')
      end
    end
  end)
end

--- Types on a new last line, asks for completion, and takes the line back: what was offered.
local function completion()
  local before = lines()
  vim.bo.omnifunc = 'v:lua.vim.lsp.omnifunc'
  vim.o.completeopt = 'menu,menuone,noselect'
  vim.api.nvim_input('Go' .. case('TYPED') .. '<C-x><C-o>')
  local words = wait(function()
    local items = vim.fn.complete_info({ 'items' }).items
    return #items > 0 and vim.tbl_map(function(item) return item.word end, items)
  end)
  vim.api.nvim_input('<C-e><Esc>')
  wait(function() return vim.api.nvim_get_mode().mode == 'n' end)
  vim.api.nvim_buf_set_lines(0, 0, -1, false, before)
  return words or {}
end

--- The editor's own command, its menu answered by us: the titles offered, and whether the text changed.
local function code_action(at)
  local titles, before = {}, lines()
  vim.ui.select = function(items, options, choose)
    local wanted
    for i, item in ipairs(items) do
      titles[i] = options.format_item(item)
      if not wanted and contains(titles[i], case('ACTION')) then wanted = i end
    end
    choose(wanted and items[wanted], wanted)
  end
  go(at.lnum + 1, at.col + 1)
  vim.lsp.buf.code_action()
  return titles, wait(function() return not vim.deep_equal(before, lines()) end)
end

--- Asks for the code lenses, and runs the case's one: its title, and the document that then opens.
local function code_lens()
  local lenses = vim.lsp.codelens
  local before = vim.api.nvim_get_current_buf()
  if lenses.enable then lenses.enable(true, { bufnr = before }) else lenses.refresh() end -- 0.12
  local found = wait(function()
    for _, it in ipairs(lenses.get(lenses.enable and { bufnr = before } or before)) do
      local lens = it.lens or it
      if lens.command and contains(lens.command.title, case('LENS')) then return lens end
    end
  end)
  if not found then return end
  go(found.range.start.line + 1, 1)
  lenses.run()
  local opened = wait(function()
    local now = vim.api.nvim_get_current_buf()
    return now ~= before and vim.api.nvim_buf_line_count(now) > 1 and table.concat(lines(), '\n')
  end)
  vim.api.nvim_set_current_buf(before)
  return found.command.title, opened or 'nothing'
end

main = coroutine.create(function()
  step('version', true, ('%d.%d.%d'):format(vim.version().major, vim.version().minor, vim.version().patch))
  step('filetype', vim.bo.filetype == 'dockerfile', vim.bo.filetype)

  local client = attached()
  step('attached', client, client and { client.offset_encoding, client.config.root_dir } or 'no client')
  if not client then return end

  local found = wait(diagnostic)
  step('diagnostic ' .. case('CODE'), found, found and found.message or vim.diagnostic.get(0))
  if not found then return end
  step('its range', range(found) == case('RANGE'), range(found))
  step('its message', contains(found.message, case('MESSAGE')), found.message)

  local shown = hover()
  step('hover', shown and contains(shown, case('HOVER_TEXT')), shown or 'nothing')

  if case('TYPED') ~= '' then
    local words = completion()
    step('completion', contains(table.concat(words, ' '), case('COMPLETION')), words)
  end

  found = wait(diagnostic)
  if not found then return step('diagnostic, again', false, vim.diagnostic.get(0)) end
  local titles, applied = code_action(found)
  step('code action', applied, titles)
  step('diagnostic gone', wait(function() return not diagnostic() end), vim.diagnostic.get(0))

  vim.cmd('write')
  step('written', not vim.bo.modified, vim.fn.expand('%:t'))

  if case('LENS') ~= '' then
    local title, opened = code_lens()
    step('code lens', title and contains(title, case('LENS')), title or 'none')
    step('its document', opened and contains(opened, case('LENS_TEXT')), opened or 'none')
  end
end)
vim.schedule(resume)
