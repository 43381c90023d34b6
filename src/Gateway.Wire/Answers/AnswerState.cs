using System.Numerics;
using Gateway.Wire.Heads;
using Gateway.Wire.Mends;
using Gateway.Wire.Usage;
using System.Text.Json;

namespace Gateway.Wire.Answers;

/// <summary>The state of one answer after the events read so far.</summary>
internal sealed class AnswerState
{
    /// <summary>The most choices that are counted separately. All above this number count as one.</summary>
    public const int MaxChoices = 64;

    // No list has a longer one.
    private const int MaxModelName = 256;

    private ulong _seen;
    private ulong _roles;
    private ulong _finished;
    private HeldReasons? _held;
    private int _twentiethsSinceTold;
    private int _piecesWhenTold;
    private bool _isNamed;

    /// <summary>The field from which the client reads reasoning, with quotes, and the other name for it.</summary>
    public required ReadOnlyMemory<byte> ReasoningName { get; init; }

    /// <summary>The shape in which the client reads the answer.</summary>
    public AnswerForm Form { get; init; } = AnswerForm.Chat;

    /// <summary>Values for what its backend leaves out; null leaves the answer as it is.</summary>
    public AnswerDefaults? Defaults { get; init; }

    /// <summary>The model that the answer names, where that is another than the one that was asked; null otherwise.</summary>
    public string? Model { get; private set; }

    /// <summary>Notes the model that an event names. The first name counts.</summary>
    public void Named(ref Utf8JsonReader json)
    {
        if (_isNamed || Defaults is not { } defaults)
        {
            return;
        }

        _isNamed = true;
        // An escaped name may be broken, and no model has one.
        var isName = !json.ValueIsEscaped && json.ValueSpan.Length is > 0 and <= MaxModelName;
        Model = isName && !json.ValueTextEquals(defaults.ModelName) ? json.GetString() : null;
    }

    /// <summary>
    /// Makes the members to add to the usage told to the client, each with a leading comma, from the reported
    /// tokens; null when there are none.
    /// </summary>
    public Func<TokenUsage, byte[]>? UsageDetails { get; init; }

    /// <summary>Finds the tags in which the model may put its reasoning; null when tags are text.</summary>
    public ThinkTags? ThinkTags { get; init; }

    /// <summary>True when its backend is known to report the tokens of only one of several choices.</summary>
    public bool CountsOneChoice { get; set; }

    /// <summary>The tool calls; allocated at the first one.</summary>
    public ToolCallStates? ToolCalls { get; private set; }

    /// <summary>The calls in the form that preceded tools, at most one in a choice; allocated at the first one.</summary>
    public ToolCallStates? FunctionCalls { get; private set; }

    /// <summary>True when the answer ended with an unknown reason.</summary>
    public bool HasUnknownReason { get; set; }

    /// <summary>The latest counts that the backend reported, as far as they are credible.</summary>
    public TokenUsage Told { get; private set; }

    /// <summary>True when its backend read less of the prompt than was sent.</summary>
    public bool IsPromptCut => PromptRead is { } read && read < (Defaults?.LeastPrompt ?? 0) && read >= Defaults!.LeastRead;

    /// <summary>The number of prompt tokens its backend read; null when it did not say.</summary>
    public long? PromptRead => Told.Prompt is { } prompt ? (long)prompt + (Told.Cached ?? 0) : null;

    /// <summary>True when the reported tokens cover one of several choices, so that the others are estimated.</summary>
    public bool HasChoicesEstimated => CountsOneChoice && Told.Output is not null && HasSeveral;

    /// <summary>The number of stream events that brought part of each choice. Each is at least one token.</summary>
    public int Pieces { get; private set; }

    /// <summary>
    /// The tokens of the answer so far: those the backend reported, plus an estimate for the text after that. Another thread
    /// may read it while the answer runs.
    /// </summary>
    public int TokensDelivered { get; private set; }

    /// <summary>True when it has a single choice that has called no tool so far.</summary>
    public bool IsOneText => _seen == 1 && ToolCalls is null && FunctionCalls is null;

    /// <summary>
    /// True when every choice that began has its finish reason. If reasons occurred in the middle of the text,
    /// they do not prove that it is over.
    /// </summary>
    public bool IsFinished => _seen != 0 && _seen == (_finished | (_held is { ProveNothing: false } ? _held.Choices : 0));

    public bool HasChoices => _seen != 0;

    private bool HasSeveral => (_seen & (_seen - 1)) != 0;

    /// <summary>True when a finish reason is held back.</summary>
    public bool HoldsReasons => _held is not null && (_held.Choices & ~_finished) != 0;

    /// <summary>True when as many choices began as were asked for.</summary>
    public bool HasAll(long choices) => BitOperations.PopCount(_seen) >= Math.Min(choices, MaxChoices);

    /// <returns>True when the choice is new or has its first role.</returns>
    public bool Saw(int choice, bool hasRole)
    {
        var bit = Bit(choice);
        var isNew = (_seen & bit) == 0 || (hasRole && (_roles & bit) == 0);
        _seen |= bit;
        _roles |= hasRole ? bit : 0;
        return isNew;
    }

    /// <summary>
    /// True when a choice has had no role yet, in an answer that does not continue another. From then on the choice counts as having one.
    /// </summary>
    public bool LacksRole(int choice)
    {
        var lacks = (_roles & Bit(choice)) == 0 && Defaults is { IsContinued: false };
        _roles |= Bit(choice);
        return lacks;
    }

    /// <summary>True when a choice's finish reason is held back.</summary>
    public bool HoldsReasonOf(int choice) => _held?.Has(choice) == true;

    /// <summary>Notes that text or a piece of a call came in a choice.</summary>
    public void Spoke(int choice, bool inDelta)
    {
        SpeaksInDeltas |= inDelta;
        _held?.Spoke(choice);
    }

    /// <summary>True when part of its text came in deltas. No known server then sends the rest in another form.</summary>
    public bool SpeaksInDeltas { get; private set; }

    /// <summary>
    /// Holds back a finish reason that may not be final: one that comes with text or the role, after another reason, or after others came
    /// that way. Some servers write a reason into every event, and clients take the first for the end.
    /// </summary>
    /// <returns>True when it is held back, to be written at the end.</returns>
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

    /// <summary>The reason with which a finished choice ends: the one held back, if any, adjusted for its calls.</summary>
    public FinishReason EndOf(int choice) =>
        EndOf(choice, _held?[choice] ?? FinishReason.None);

    /// <summary>The reason as the client should read it. Complete calls are there to be made, whatever reason the backend gives.</summary>
    public FinishReason EndOf(int choice, FinishReason told) =>
        FinishReasons.AdmitsCut(told) ? told
        : HasToolCalls(choice) ? FinishReason.ToolCalls
        : FunctionCalls?.Any(choice) == true ? FinishReason.FunctionCall
        : told is FinishReason.ToolCalls or FinishReason.FunctionCall ? FinishReason.ToolCalls
        : FinishReason.Stop;

    public void Finished(int choice) => _finished |= Bit(choice);

    /// <summary>Adds the tokens and pieces of an event to the counts.</summary>
    /// <param name="told">The reported tokens; the default for none.</param>
    /// <param name="twentieths">The estimated length of its text in twentieths of a token.</param>
    /// <param name="pieces">For an event of a stream, the number of choices it brought part of.</param>
    public void Took(in TokenUsage told, long twentieths, int pieces = 0)
    {
        _twentiethsSinceTold = (int)Math.Min(_twentiethsSinceTold + twentieths, int.MaxValue);
        Pieces += pieces;
        if (told != default)
        {
            // Not a separate lock object: every answer would allocate one.
            lock (this)
            {
                Believe(told);
            }
        }

        // One write, so that no other thread sees half of it.
        TokensDelivered = TokenEstimate.Clamp(Count());
    }

    // At least one token an event: each digit is a token, while by length four of them count as one.
    private long SinceTold => Math.Max(TokenEstimate.RoundUp(_twentiethsSinceTold), Pieces - _piecesWhenTold);

    private long Count()
    {
        long told = Told.Output ?? 0;
        return !HasChoicesEstimated ? told + SinceTold
            : Math.Max(told * BitOperations.PopCount(_seen), Pieces > 0 ? Pieces : TokenEstimate.RoundUp(_twentiethsSinceTold));
    }

    private void Believe(in TokenUsage told)
    {
        // No chat has an empty prompt, and text is not an empty answer: some servers write zeros for unknown.
        var isBeforeText = TokensDelivered == 0 && SinceTold == 0;
        var output = told.Output is 0 && !isBeforeText ? null : told.Output;
        Told = Told.With(told with { Prompt = told.Prompt is 0 ? null : told.Prompt, Output = output });
        // A lower count than the pieces is that of the choice that ended last.
        CountsOneChoice |= HasSeveral && output < Pieces;
        if (output is not null && !HasChoicesEstimated)
        {
            (_twentiethsSinceTold, _piecesWhenTold) = (0, Pieces);
        }
    }

    /// <summary>
    /// Returns the tokens with which the request is settled, whenever it ended; before its end, the tokens so far. Callable from any thread
    /// at any time.
    /// </summary>
    /// <param name="promptEstimate">The length of its prompt, for a backend that reported none.</param>
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

    /// <summary>Releases the text of a finished choice that was held back.</summary>
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

    /// <summary>The first choice that began and has no finish reason, or -1.</summary>
    public int NextUnfinished() => (_seen & ~_finished) is var open and not 0 ? BitOperations.TrailingZeroCount(open) : -1;

    /// <summary>The number of a choice within the limit of distinct choices.</summary>
    internal static int Number(int choice) => Math.Clamp(choice, 0, MaxChoices - 1);

    internal static ulong Bit(int choice) => 1UL << Number(choice);
}
