using StackExchange.Redis;

namespace Gateway.Tests.Quotas.Redis;

/// <summary>Everything a Redis holds, one line a key: its name, its content and when it goes.</summary>
internal static class RedisDump
{
    private const string Script = """
        local lines = {}
        for _, key in ipairs(redis.call('KEYS', '*')) do
            local content = string.gsub(redis.call('DUMP', key), '.', function(c) return string.format('%02x', string.byte(c)) end)
            lines[#lines + 1] = key .. ' ' .. content .. ' ' .. string.format('%.0f', redis.call('PEXPIRETIME', key))
        end
        table.sort(lines)
        return lines
        """;

    public static async Task<IReadOnlyList<string>> OfAsync(IDatabase database) =>
        [.. ((RedisResult[])(await database.ScriptEvaluateAsync(Script))!).Select(line => (string)line!)];
}
