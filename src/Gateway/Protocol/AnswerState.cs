namespace Gateway.Protocol;

/// <summary>What is known of one answer after the events read so far.</summary>
internal sealed class AnswerState
{
    private const int MaxChoices = 64;
    private ulong _seen;
    private ulong _finished;

    /// <summary>The field that the client reads reasoning from, with quotes, and the other one.</summary>
    public required ReadOnlyMemory<byte> ReasoningName { get; init; }

    /// <summary>Allocated at the first tool call only.</summary>
    public ToolCallStates? ToolCalls { get; private set; }

    public long? PromptTokens { get; set; }

    public long? CompletionTokens { get; set; }

    /// <summary>Whether it has one choice, and that calls no tool so far.</summary>
    public bool IsOneText => _seen == 1 && ToolCalls is null;

    /// <summary>Every choice that was begun has its finish reason.</summary>
    public bool IsFinished => _seen != 0 && _seen == _finished;

    public bool HasChoices => _seen != 0;

    public void Saw(int choice) => _seen |= Bit(choice);

    public void Finished(int choice) => _finished |= Bit(choice);

    public ToolCallStates BeginToolCalls() => ToolCalls ??= new ToolCallStates();

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
