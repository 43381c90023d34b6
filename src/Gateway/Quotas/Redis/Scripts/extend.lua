-- Adds to a reservation that turns out too small, where every limit of its subjects allows.
-- KEYS: epoch, reservation, then all keys of its subjects as far as the caller knows them. ARGV: epoch, lease, tokens, nano, and
-- "held" where a replica has taken it from what was set aside for it, so that nothing can stand against it.
-- Answer: 1 or 0.
local found = reservation(KEYS[2])
if not found or found[STATE] ~= 'live' then
    return '0'
end

local tokens, nano = tonumber(ARGV[3]), tonumber(ARGV[4])
local isRefused = false

local function look(used, more, limit)
    isRefused = isRefused or more > 0 and limit >= 0 and used + more > limit
end

each(found, function(name, day, month, limits)
    local _, tpm, _, tpd, tpmo, mpd, mpmo = read(LIMITS, limits)
    local key = prefix .. 'w:' .. name
    local head, requests, minute = ring(key)
    _, minute = advance(key, math.max(clock, head), head, requests, minute)
    local used = call('HMGET', prefix .. 'b:' .. name, 'd' .. day, 'm' .. month, LEASES)
    local _, leasedTokens, leasedNano = leases(used[3])
    look(minute + leasedTokens, tokens, tpm)
    local dayTokens, dayNano = pair(used[1])
    local monthTokens, monthNano = pair(used[2])
    look(dayTokens + leasedTokens, tokens, tpd)
    look(monthTokens + leasedTokens, tokens, tpmo)
    look(dayNano + leasedNano, nano, mpd)
    look(monthNano + leasedNano, nano, mpmo)
end)

if isRefused and ARGV[5] ~= 'held' then
    return '0'
end

correct(found, tokens, nano, 0)
call('SET', KEYS[2], cmsgpack.pack(found), 'KEEPTTL')
return '1'
