using Gateway.Backends;
using Gateway.Backends.Mends;
using Gateway.Requests;
using Gateway.Routing.Candidates;
using Gateway.Routing.Routes;
using Gateway.Telemetry;
using Gateway.Wire.Bytes;
using Gateway.Wire.Heads;

namespace Gateway.Attempts;

/// <summary>Turns the forwarder's message into the message of one attempt: its address, its credential, its body.</summary>
internal static class AttemptRequest
{
    /// <param name="message">The message, which earlier attempts may have used.</param>
    /// <param name="context">What is sent. The request itself may have released its body when another attempt answered.</param>
    /// <param name="backend">The backend it goes to.</param>
    /// <param name="record">The attempt, with the model there.</param>
    /// <param name="without">Additions of the gateway that the backend refused.</param>
    /// <returns>What the gateway added.</returns>
    public static Addition Prepare(
        HttpRequestMessage message, AttemptContext context, Backend backend, AttemptRecord record, Addition without)
    {
        var candidate = record.Candidate;
        var edits = new ByteEdits();
        var mended = Edit(context, backend, record, without, edits);
        message.RequestUri = context.Continuation is not null && backend.Provider.Prefix is { Path: { } path }
            ? new Uri(backend.Address.At(path))
            : mended.Address;
        record.Translation = mended.Translation;
        message.Content = mended.Translation is { } translation
            ? TranslatedAnswer.Request(context.Body.Span, edits, translation)
            : new PooledBodyContent(context.Body, edits);
        // Removed even when no new one follows: the credential of the previous backend must not reach another.
        message.Headers.Remove("Authorization");
        if (backend.Authorization is { } authorization)
        {
            message.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        // From trace ids a cloud could tell which requests are one person's work.
        if (candidate.Card.IsLocal)
        {
            context.Inquiry.Trace.After(record.Span).WriteTo(message);
        }
        else
        {
            TraceContext.Clear(message);
        }

        return mended.Added;
    }

    /// <summary>Makes a message for an attempt beside or after others that may still be reading theirs.</summary>
    public static HttpRequestMessage Copy(HttpRequestMessage message)
    {
        var copy = new HttpRequestMessage(
            message.Method, message.RequestUri)
        { Version = message.Version, VersionPolicy = message.VersionPolicy };
        foreach (var (name, values) in message.Headers.NonValidated)
        {
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        return copy;
    }

    private static MendedRequest Edit(AttemptContext context, Backend backend, AttemptRecord record, Addition without, ByteEdits edits)
    {
        var (choice, head, candidate) = (context.Choice, context.Inquiry.Head, record.Candidate);
        var body = context.Body.Span;
        var mended = Mend(context.Inquiry, body, backend, candidate, without, edits);
        // A limit that no backend reads would be no limit.
        var unread = head.LimitIsRead ? null : head.MaxTokens;
        var delivered = context.Continuation?.Delivered ?? 0;
        if ((choice.Caps.On(candidate.Card, choice.Inquiry.ReceivedOn) ?? unread) is { } cap)
        {
            // Uses the newer name when the older is refused: without a limit, the answer might cost more than was reserved.
            var isRenamed = (without & Addition.Limit) != 0;
            RequestBody.LimitAnswer(
                body, head, isRenamed ? "\"max_completion_tokens\""u8 : "\"max_tokens\""u8, Math.Max(1, cap - delivered), edits);
            mended = isRenamed ? mended : mended with { Added = mended.Added | Addition.Limit };
        }

        if (choice.HasOptionalTools)
        {
            record.LeavesToolsOut = (without & Addition.Tools) != 0 || LeavesToolsOut(choice, candidate);
            mended = mended with { Added = mended.Added | LeaveOut(record, body, edits) };
        }

        RequestBody.MendNumbers(body, head, delivered, edits);
        if (context.Continuation is { } continuation && backend.Provider.Prefix is { } prefix)
        {
            continuation.Mend(head, prefix, edits);
        }

        return mended;
    }

    /// <summary>
    /// The body for a backend to count its prompt: as it would be sent to be answered, since the edits may count. Optional tools stay:
    /// whether they fit is the question.
    /// </summary>
    public static PooledBodyContent ToCount(Inquiry inquiry, Backend backend, Candidate candidate)
    {
        var edits = new ByteEdits();
        Mend(inquiry, inquiry.Body!.Span, backend, candidate, Addition.None, edits);
        return new PooledBodyContent(inquiry.Body, edits);
    }

    private static MendedRequest Mend(
        Inquiry inquiry, ReadOnlySpan<byte> body, Backend backend, Candidate candidate, Addition without, ByteEdits edits) =>
        inquiry.Operation.Mend(body, inquiry.Head, backend, candidate.Card, without, edits, inquiry.IsBackground);

    /// <summary>The estimated length of the prompt for a candidate, as far as it is known before it is sent.</summary>
    public static long PromptOn(Choice choice, Candidate candidate) =>
        choice.Inquiry.PromptTokens(choice.HasOptionalTools && LeavesToolsOut(choice, candidate));

    private static bool LeavesToolsOut(Choice choice, Candidate candidate) =>
        Selector.LeavesToolsOut(candidate, choice.Selection, RequestNeeds.Of(choice));

    // If they stay, the backend may refuse them, which nobody knew of its model before.
    private static Addition LeaveOut(AttemptRecord record, ReadOnlySpan<byte> body, ByteEdits edits)
    {
        if (!record.LeavesToolsOut)
        {
            return Addition.Tools;
        }

        OfferedTools.Remove(body, edits);
        return Addition.None;
    }
}
