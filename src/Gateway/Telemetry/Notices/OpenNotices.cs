namespace Gateway.Telemetry.Notices;

/// <summary>
/// Remembers the open notices of one kind, so that each is told when it begins, when its text changes, and when it is over. For one thread
/// at a time.
/// </summary>
/// <param name="kind">The kind.</param>
internal sealed class OpenNotices(NoticeKind kind)
{
    private Dictionary<string, string> _open = new(StringComparer.Ordinal);

    /// <summary>Compares the current notices with those that were open.</summary>
    /// <param name="now">The text of each subject.</param>
    /// <returns>The notices to tell.</returns>
    public IReadOnlyList<Notice> Take(IEnumerable<(string Subject, string Text)> now)
    {
        var before = _open;
        _open = now.GroupBy(static n => n.Subject, StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, static g => g.First().Text, StringComparer.Ordinal);
        return
        [
            .. _open.Where(n => before.GetValueOrDefault(n.Key) != n.Value).Select(n => new Notice(kind, n.Key, n.Value)),
            .. before.Where(n => !_open.ContainsKey(n.Key)).Select(n => new Notice(kind, n.Key, n.Value, IsResolved: true)),
        ];
    }
}
