-- Enlarges a reservation that turned out too small, if every limit of its subjects allows it.
-- KEYS: epoch, reservation, then all keys of its subjects as far as the caller knows them.
-- ARGV: epoch, lease, amounts, and "held" if a replica took it from its own share, so that no limit can refuse it.
-- Answer: 1 or 0.
local found = reservation(KEYS[2])
if not found or found[STATE] ~= 'live' then
    return '0'
end

local more = amount(ARGV[3])
local isRefused = false

each(found, function(name, day, month, limits)
    local key = prefix .. 'w:' .. name
    local head, sums = ring(key)
    local used = call('HMGET', prefix .. 'b:' .. name, 'd' .. day, 'm' .. month, LEASES)
    local leased = amount(used[3])
    local held = { [MINUTE] = advance(key, math.max(clock, head), head, sums), [DAY] = budget(used[1]), [MONTH] = budget(used[2]) }
    for _, meter, window, most in limitsOf(limits) do
        isRefused = isRefused or more[meter] > 0 and held[window][meter] + leased[meter] + more[meter] > most
    end
end)

if isRefused and ARGV[4] ~= 'held' then
    return '0'
end

correct(found, more, 0)
call('SET', KEYS[2], cmsgpack.pack(found), 'KEEPTTL')
return '1'
