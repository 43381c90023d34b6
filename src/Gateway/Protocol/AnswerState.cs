namespace Gateway.Protocol;

/// <summary>What is known of one answer after the events read so far.</summary>
internal sealed class AnswerState
{
    private const int MaxChoices = 64;
    private ulong _seen;
    private ulong _finished;
    private long _twentiethsSinceTold;

    /// <summary>The field that the client reads reasoning from, with quotes, and the other one.</summary>
    public required ReadOnlyMemory<byte> ReasoningName { get; init; }

    /// <summary>What it is called where its backend does not say; null: it is left as it is.</summary>
    public AnswerDefaults? Defaults { get; init; }

    /// <summary>The tags that its model may put its reasoning in; null where they are text.</summary>
    public ThinkTags? ThinkTags { get; init; }

    /// <summary>Allocated at the first tool call only.</summary>
    public ToolCallStates? ToolCalls { get; private set; }

    /// <summary>What the backend told last, as far as it can be believed.</summary>
    public TokenUsage Told { get; private set; }

    /// <summary>
    /// The tokens of the answer so far: what the backend told, and an estimate of the text that came after it. Another thread may read
    /// it while the answer runs.
    /// </summary>
    public long TokensDelivered { get; private set; }

    /// <summary>Whether it has one choice, and that calls no tool so far.</summary>
    public bool IsOneText => _seen == 1 && ToolCalls is null;

    /// <summary>Every choice that was begun has its finish reason.</summary>
    public bool IsFinished => _seen != 0 && _seen == _finished;

    public bool HasChoices => _seen != 0;

    public void Saw(int choice) => _seen |= Bit(choice);

    public void Finished(int choice) => _finished |= Bit(choice);

    /// <summary>Takes account of an event.</summary>
    /// <param name="told">What it tells; the default for nothing.</param>
    /// <param name="twentieths">The length of its text, in twentieths of a token as estimated.</param>
    public void Took(in TokenUsage told, long twentieths)
    {
        _twentiethsSinceTold += twentieths;
        if (told != default)
        {
            // Not a lock of its own: that would be allocated for every answer.
            lock (this)
            {
                Believe(told);
            }
        }

        // In one write, so that no other thread sees half of it.
        TokensDelivered = (Told.Output ?? 0) + TokenEstimate.RoundUp(_twentiethsSinceTold);
    }

    private void Believe(in TokenUsage told)
    {
        // No chat has an empty prompt, and text is no empty answer: some servers write zeros where they do not know.
        var isBeforeText = TokensDelivered == 0 && _twentiethsSinceTold == 0;
        var output = told.Output is 0 && !isBeforeText ? null : told.Output;
        Told = Told.With(told with { Prompt = told.Prompt is 0 ? null : told.Prompt, Output = output });
        if (output is not null)
        {
            _twentiethsSinceTold = 0;
        }
    }

    /// <summary>
    /// The tokens of the request as they are settled, whenever it ended; before its end, those so far. Any thread may ask at any time.
    /// </summary>
    /// <param name="promptEstimate">The length of its prompt, for a backend that told none.</param>
    public TokenUsage Settle(long promptEstimate)
    {
        TokenUsage told;
        lock (this)
        {
            told = Told;
        }

        var isTold = told is { Prompt: not null, Output: not null } && _twentiethsSinceTold == 0;
        return told.Settled(
            told.Prompt ?? TokenEstimate.Clamp(promptEstimate),
            TokenEstimate.Clamp(TokensDelivered),
            isTold ? UsageSource.Backend : UsageSource.Estimated);
    }

    public ToolCallStates BeginToolCalls() => ToolCalls ??= new ToolCallStates(Defaults?.RequestId ?? "");

    /// <summary>Lets go what of a choice's text was held back, since it is over.</summary>
    /// <returns>The members of a delta; empty for none.</returns>
    public byte[] LetGo(int choice)
    {
        if (ThinkTags is null || ThinkTags.Of(choice).Read(default, isLast: true, out var held) != TextKind.Rewritten)
        {
            return [];
        }

        return held.Text.IsEmpty
            ? [.. ReasoningName.Span, .. ":\""u8, .. held.Thought.Span, (byte)'"']
            : [.. "\"content\":\""u8, .. held.Text.Span, (byte)'"'];
    }

    public bool HasToolCalls(int choice) => ToolCalls?.Any(choice) == true;

    public bool ToolCallsAreWhole(int choice) => ToolCalls?.AllWhole(choice) != false;

    /// <summary>The first choice that was begun and has no finish reason, or -1.</summary>
    public int NextUnfinished()
    {
        var open = _seen & ~_finished;
        return open == 0 ? -1 : System.Numerics.BitOperations.TrailingZeroCount(open);
    }

    private static ulong Bit(int choice) => 1UL << Math.Clamp(choice, 0, MaxChoices - 1);
}
