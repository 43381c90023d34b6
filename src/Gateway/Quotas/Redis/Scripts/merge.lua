-- Adds what one replica admitted without these counters.
-- KEYS: epoch, the replica's marker, then for each subject its ring (w) and budgets (b).
-- ARGV: epoch, lease, number of this message, the replica's second, then for each subject one text: day tokens nano month tokens
-- nano, and second requests tokens of each bucket. Answer: 1, or 0 for a message that came before.
local number = tonumber(ARGV[3])
if number <= tonumber(call('GET', KEYS[2]) or 0) then
    return '0'
end

local shift = clock - tonumber(ARGV[4])
for i = 1, (#KEYS - 2) / 2 do
    local numbers = {}
    for number in string.gmatch(ARGV[4 + i], '%S+') do
        numbers[#numbers + 1] = number
    end

    local key = KEYS[1 + 2 * i]
    local head, requests, tokens, r, t = ring(key)
    local second = math.max(clock, head)
    local requestsNow, tokensNow, over = advance(key, second, head, requests, tokens)
    push(key, second, head, requestsNow, tokensNow, r, t, over, 0, 0)
    for at = 7, #numbers, 3 do
        -- Clocks tell seconds: what is one by the replica's may begin in the next by this one, and must not be over too soon.
        amend(key, math.min(second, numbers[at] + shift + 1), tonumber(numbers[at + 1]), tonumber(numbers[at + 2]))
    end

    key = KEYS[2 + 2 * i]
    for at, letter in pairs({ 'd', [4] = 'm' }) do
        local field = letter .. numbers[at]
        local t, n = pair(call('HGET', key, field))
        call('HSET', key, field, pack(PAIR, t + numbers[at + 1], n + numbers[at + 2]))
    end
    call('PEXPIRE', key, 40 * DAY)
end

call('SET', KEYS[2], text(number), 'PX', DAY)
return '1'
