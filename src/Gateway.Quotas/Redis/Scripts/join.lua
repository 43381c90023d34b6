-- Records that a replica has added what it admitted to newly created counters, or has found them complete after a server restart. They open
-- once all replicas known to be alive have joined: a replica that admitted requests earlier would not know what is missing.
-- KEYS: epoch, who has joined, run.
-- ARGV: epoch, lease, the replica's name, how many replicas it knew when it last used open counters (0: it has just started and knows of
-- nobody), milliseconds after which known replicas are no longer waited for, the same for unknown ones, and the epoch's name once it is
-- open.
-- Answer: 1 when it is open.
call('HSETNX', KEYS[2], '.began', text(now))
call('HSET', KEYS[2], ARGV[3], ARGV[4])
call('PEXPIRE', KEYS[2], 60000)
local joined, known, began = 0, 0, now
local all = call('HGETALL', KEYS[2])
for i = 1, #all, 2 do
    local number = tonumber(all[i + 1])
    if all[i] == '.began' then
        began = number
    elseif number > 0 then
        joined, known = joined + 1, math.max(known, number)
    end
end

local isWhole = known > 0 and joined >= known
if not isWhole and now - began < tonumber(known > 0 and ARGV[5] or ARGV[6]) then
    return '0'
end

call('HSET', KEYS[1], FORMAT, ARGV[7])
call('SET', KEYS[3], serverRun())
call('DEL', KEYS[2])
return '1'
