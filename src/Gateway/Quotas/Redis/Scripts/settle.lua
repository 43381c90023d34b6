-- Replaces a reservation's estimate by what was used. The request stays counted.
-- KEYS: epoch, reservation. ARGV: epoch, lease, tokens, nano, how.
-- How: "end"; "late" for a settlement that could not be sent when it was due, which corrects what a sweep did meanwhile;
-- "void" for a claim whose answer never came: it takes back all of it, and keeps it from being counted if it arrives only now.
-- Answer: 1, or 0 when there is nothing to settle.
local how = ARGV[5]
local found = reservation(KEYS[2])
if not found then
    if how == 'void' then
        call('SET', KEYS[2], cmsgpack.pack({ 'void', '-' }), 'PX', TOMBSTONE)
    end
    return '0'
end

if found[STATE] ~= 'live' and not (found[STATE] == 'orphan' and how ~= 'end') then
    return '0'
end

correct(found, tonumber(ARGV[3]) - found[TOKENS], tonumber(ARGV[4]) - found[NANO], how == 'void' and -1 or 0)
leave(found, string.sub(KEYS[2], #prefix + 3))
call('SET', KEYS[2], cmsgpack.pack({ how == 'void' and 'void' or 'done', found[ANSWER] }), 'PX', TOMBSTONE)
return '1'
