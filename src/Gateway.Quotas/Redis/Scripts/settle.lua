-- Replaces a reservation's estimate with actual usage. The request stays counted.
-- KEYS: epoch, reservation, rx, then all keys of its subjects, as far as the caller knows them: while a slot of a Cluster moves, a script
-- that is not given all its keys would run where only some of them are.
-- ARGV: epoch, lease, amounts, how.
-- How: "end";
-- "late" for a settlement that could not be sent on time, which corrects what a sweep did meanwhile;
-- "void" for a claim whose answer never came: it takes back all of it, and keeps it from being counted if it arrives only now;
-- "orphan" settles at the certain usage, if nobody renewed it.
-- Answer, all doubles: 0 when there is nothing to settle, or 1 and the amounts counted for it.
local NOTHING = pack('<d', 0)
local how = ARGV[4]
local id = string.sub(KEYS[2], #prefix + 3)
local found = reservation(KEYS[2])
if not found then
    if how == 'void' then
        call('SET', KEYS[2], cmsgpack.pack({ 'void', '-' }), 'PX', TOMBSTONE)
    elseif how == 'orphan' then
        call('ZREM', KEYS[3], id)
    end
    return NOTHING
end

local isCorrection = found[STATE] == 'orphan' and (how == 'late' or how == 'void')
if found[STATE] ~= 'live' and not isCorrection then
    return NOTHING
end

local used = amount(ARGV[3])
if how == 'orphan' then
    local due = call('ZSCORE', KEYS[3], id)
    if due and tonumber(due) > now then
        return NOTHING
    end
    used = amount(found[FLOOR])
end

correct(found, minus(used, amount(found[RESERVED])), how == 'void' and -1 or 0)
leave(found, id)
if how == 'orphan' then
    -- Kept in full for a day: if its replica was only cut off, the truth may still arrive.
    found[STATE] = 'orphan'
    call('SET', KEYS[2], cmsgpack.pack(found), 'PX', ONE_DAY)
else
    call('SET', KEYS[2], cmsgpack.pack({ how == 'void' and 'void' or 'done', found[ANSWER] }), 'PX', TOMBSTONE)
end
return pack('<d', 1) .. whole(used)
