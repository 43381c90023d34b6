using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>A text that replicas share, beside the counters. It is replaced only if no other replica replaced it first.</summary>
/// <param name="scripting">Runs scripts.</param>
/// <param name="key">Its key.</param>
/// <param name="time">The clock.</param>
internal sealed class RedisNote(RedisScripting scripting, RedisKey key, TimeProvider time)
{
    private const int KeptForSeconds = 30 * 24 * 60 * 60;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private static readonly RedisValue[] Fields = ["revision", "text"];

    /// <returns>The text and its revision; null for none. Throws when Redis cannot be reached.</returns>
    public async Task<(long Revision, string Text)?> ReadAsync()
    {
        var found = await scripting.Database.HashGetAsync(key, Fields).WithinAsync(Limit, time);
        return found is [{ IsNull: false } revision, { IsNull: false } text] ? ((long)revision, text.ToString()) : null;
    }

    /// <returns>False when another was first.</returns>
    public Task<bool> TryWriteAsync(long expected, long revision, string text) =>
        scripting.TryRunAsync(RedisScript.Note, [key], [expected, revision, text, KeptForSeconds]).AsTask()
            .WithinAsync(Limit, time).AsTask();
}
