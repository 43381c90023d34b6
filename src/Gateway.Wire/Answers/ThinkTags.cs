namespace Gateway.Wire.Answers;

/// <summary>
/// Finds reasoning that servers leave in the content between tags, as LM Studio does. Cline and others show it as the answer.
/// </summary>
internal sealed class ThinkTags
{
    private readonly ThinkTag _first = new();
    private Dictionary<int, ThinkTag>? _others;

    /// <summary>The tags of one choice.</summary>
    public ThinkTag Of(int choice)
    {
        if (choice == 0)
        {
            return _first;
        }

        _others ??= [];
        if (!_others.TryGetValue(choice, out var tag))
        {
            _others.Add(choice, tag = new ThinkTag());
        }

        return tag;
    }
}
