using System.Numerics;

namespace Gateway.Protocol;

/// <summary>What is known of one answer after the events read so far.</summary>
internal sealed class AnswerState
{
    /// <summary>More are counted as one.</summary>
    public const int MaxChoices = 64;

    private ulong _seen;
    private ulong _roles;
    private ulong _finished;
    private HeldReasons? _held;
    private int _twentiethsSinceTold;
    private int _piecesWhenTold;

    /// <summary>The field that the client reads reasoning from, with quotes, and the other one.</summary>
    public required ReadOnlyMemory<byte> ReasoningName { get; init; }

    /// <summary>The shape in which its client reads it.</summary>
    public AnswerForm Form { get; init; } = AnswerForm.Chat;

    /// <summary>What it is called where its backend does not say; null: it is left as it is.</summary>
    public AnswerDefaults? Defaults { get; init; }

    /// <summary>
    /// Members to add to the usage that the client is told, each with a comma before it, by the tokens told; null where none are.
    /// </summary>
    public Func<TokenUsage, byte[]>? UsageDetails { get; init; }

    /// <summary>The tags that its model may put its reasoning in; null where they are text.</summary>
    public ThinkTags? ThinkTags { get; init; }

    /// <summary>Whether its backend tells the tokens of one choice where it makes several, as far as is known.</summary>
    public bool CountsOneChoice { get; set; }

    /// <summary>Allocated at the first tool call only.</summary>
    public ToolCallStates? ToolCalls { get; private set; }

    /// <summary>The calls in the form that was there before tools, one in a choice at most. Allocated when there is one.</summary>
    public ToolCallStates? FunctionCalls { get; private set; }

    /// <summary>Whether it ended for a reason that nobody knows.</summary>
    public bool HasUnknownReason { get; set; }

    /// <summary>What the backend told last, as far as it can be believed.</summary>
    public TokenUsage Told { get; private set; }

    /// <summary>Whether its backend read less of the prompt than was sent.</summary>
    public bool IsPromptCut => PromptRead is { } read && read < (Defaults?.LeastPrompt ?? 0) && read >= Defaults!.LeastRead;

    /// <summary>How many tokens of the prompt its backend read; null where it did not tell.</summary>
    public long? PromptRead => Told.Prompt is { } prompt ? (long)prompt + (Told.Cached ?? 0) : null;

    /// <summary>Whether the tokens told are those of one choice of several, so that the others' are estimated.</summary>
    public bool HasChoicesEstimated => CountsOneChoice && Told.Output is not null && HasSeveral;

    /// <summary>How many events of a stream brought some of each choice. None of them is less than a token.</summary>
    public int Pieces { get; private set; }

    /// <summary>
    /// The tokens of the answer so far: what the backend told, and an estimate of the text that came after it. Another thread may read
    /// it while the answer runs.
    /// </summary>
    public int TokensDelivered { get; private set; }

    /// <summary>Whether it has one choice, and that calls no tool so far.</summary>
    public bool IsOneText => _seen == 1 && ToolCalls is null && FunctionCalls is null;

    /// <summary>
    /// Every choice that was begun has its finish reason. Where reasons were seen to stand in the middle of the text, they do not say that
    /// it is over.
    /// </summary>
    public bool IsFinished => _seen != 0 && _seen == (_finished | (_held is { ProveNothing: false } ? _held.Choices : 0));

    public bool HasChoices => _seen != 0;

    private bool HasSeveral => (_seen & (_seen - 1)) != 0;

    /// <summary>Whether a reason is held back.</summary>
    public bool HoldsReasons => _held is not null && (_held.Choices & ~_finished) != 0;

    /// <summary>Whether as many choices were begun as were asked for.</summary>
    public bool HasAll(long choices) => BitOperations.PopCount(_seen) >= Math.Min(choices, MaxChoices);

    /// <returns>Whether the choice is new, or has its first role.</returns>
    public bool Saw(int choice, bool hasRole)
    {
        var bit = Bit(choice);
        var isNew = (_seen & bit) == 0 || (hasRole && (_roles & bit) == 0);
        _seen |= bit;
        _roles |= hasRole ? bit : 0;
        return isNew;
    }

    /// <summary>Whether a choice that speaks had no role yet, though its backend begins the answer. It is taken to be given one.</summary>
    public bool LacksRole(int choice)
    {
        var lacks = (_roles & Bit(choice)) == 0 && Defaults is { IsContinued: false };
        _roles |= Bit(choice);
        return lacks;
    }

    /// <summary>Whether a choice's reason is held back.</summary>
    public bool HoldsReasonOf(int choice) => _held?.Has(choice) == true;

    /// <summary>A choice got text or a piece of a call.</summary>
    public void Spoke(int choice, bool inDelta)
    {
        SpeaksInDeltas |= inDelta;
        _held?.Spoke(choice);
    }

    /// <summary>Whether some of what it says came in deltas. No server was seen to say the rest otherwise.</summary>
    public bool SpeaksInDeltas { get; private set; }

    /// <summary>
    /// Takes a reason that may not be the last word: it stands beside text or the role, behind another, or where others stood so before.
    /// Some servers write one into every event, and a client takes the first for the end.
    /// </summary>
    /// <returns>Whether it is held back, to be written at the end.</returns>
    public bool Holds(int choice, bool standsAlone, FinishReason reason)
    {
        if ((_finished & Bit(choice)) == 0)
        {
            if (standsAlone && _held?.Has(choice) != true)
            {
                return false;
            }

            (_held ??= new HeldReasons()).Add(choice, reason);
        }

        return true;
    }

    /// <summary>How a choice ends that is over: by the reason that was held back, if any, and by what it called.</summary>
    public FinishReason EndOf(int choice) =>
        EndOf(choice, _held?[choice] ?? FinishReason.None);

    /// <summary>What a reason means for a client: whole calls are there to be made, whatever else it says.</summary>
    public FinishReason EndOf(int choice, FinishReason told) =>
        FinishReasons.AdmitsCut(told) ? told
        : HasToolCalls(choice) ? FinishReason.ToolCalls
        : FunctionCalls?.Any(choice) == true ? FinishReason.FunctionCall
        : told is FinishReason.ToolCalls or FinishReason.FunctionCall ? FinishReason.ToolCalls
        : FinishReason.Stop;

    public void Finished(int choice) => _finished |= Bit(choice);

    /// <summary>Takes account of an event.</summary>
    /// <param name="told">What it tells; the default for nothing.</param>
    /// <param name="twentieths">The length of its text, in twentieths of a token as estimated.</param>
    /// <param name="pieces">How many choices got some of theirs by it, if it is an event of a stream.</param>
    public void Took(in TokenUsage told, long twentieths, int pieces = 0)
    {
        _twentiethsSinceTold = (int)Math.Min(_twentiethsSinceTold + twentieths, int.MaxValue);
        Pieces += pieces;
        if (told != default)
        {
            // Not a lock of its own: that would be allocated for every answer.
            lock (this)
            {
                Believe(told);
            }
        }

        // In one write, so that no other thread sees half of it.
        TokensDelivered = TokenEstimate.Clamp(Count());
    }

    // By its events at the least: digits have a token each, and by their length four of them count as one.
    private long SinceTold => Math.Max(TokenEstimate.RoundUp(_twentiethsSinceTold), Pieces - _piecesWhenTold);

    private long Count()
    {
        long told = Told.Output ?? 0;
        return !HasChoicesEstimated ? told + SinceTold
            : Math.Max(told * BitOperations.PopCount(_seen), Pieces > 0 ? Pieces : TokenEstimate.RoundUp(_twentiethsSinceTold));
    }

    private void Believe(in TokenUsage told)
    {
        // No chat has an empty prompt, and text is no empty answer: some servers write zeros where they do not know.
        var isBeforeText = TokensDelivered == 0 && SinceTold == 0;
        var output = told.Output is 0 && !isBeforeText ? null : told.Output;
        Told = Told.With(told with { Prompt = told.Prompt is 0 ? null : told.Prompt, Output = output });
        // Fewer than came are those of the choice that ended last.
        CountsOneChoice |= HasSeveral && output < Pieces;
        if (output is not null && !HasChoicesEstimated)
        {
            (_twentiethsSinceTold, _piecesWhenTold) = (0, Pieces);
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

        var isTold = told is { Prompt: not null, Output: not null } && SinceTold == 0 && !HasChoicesEstimated;
        return told.Settled(
            told.Prompt ?? TokenEstimate.Clamp(promptEstimate),
            TokensDelivered,
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

    public ToolCallStates BeginFunctionCalls() => FunctionCalls ??= new ToolCallStates("");

    public bool CallsAreWhole(int choice) => ToolCalls?.AllWhole(choice) != false && FunctionCalls?.AllWhole(choice) != false;

    /// <summary>The first choice that was begun and has no finish reason, or -1.</summary>
    public int NextUnfinished() => (_seen & ~_finished) is var open and not 0 ? BitOperations.TrailingZeroCount(open) : -1;

    /// <summary>A choice's place among all that are told apart.</summary>
    internal static int Number(int choice) => Math.Clamp(choice, 0, MaxChoices - 1);

    internal static ulong Bit(int choice) => 1UL << Number(choice);
}
