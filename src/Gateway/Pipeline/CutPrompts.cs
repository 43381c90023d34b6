using Gateway.Requests;
using Gateway.Routing.Candidates;
using Gateway.Runtime;
using Gateway.Telemetry;
using Pair = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Gateway.Pipeline;

/// <summary>
/// Tells the operator of a prompt that was cut, and learns the model's context length from it. The client was told with the answer, and the
/// ledger marks it.
/// </summary>
internal sealed partial class CutPrompts(Lessons lessons, BackendProber prober, RequestInstruments measures, ILogger<CutPrompts> logger)
{
    /// <summary>Takes what a finished answer says about its prompt. Usually that is nothing, and it returns at once.</summary>
    public Task NoteAsync(Delivery delivery) =>
        delivery is { Answer: { IsPromptCut: true, PromptRead: { } read }, Served: not null }
            ? NoteAsync(delivery, read)
            : Task.CompletedTask;

    private async Task NoteAsync(Delivery delivery, long read)
    {
        var served = delivery.Served!;
        measures.PromptsCut.Add(
            1, new Pair(Names.Attributes.Backend, served.Backend),
            new Pair(Names.Attributes.Model, RequestLabels.ModelOf(delivery.Choice.Route, served)));
        Log.Cut(
            logger, delivery.Inquiry.Id, served.Backend, served.Model, read, delivery.Answer!.Defaults!.LeastPrompt,
            delivery.SentPromptTokens, served.Card.ContextLength);
        if (await lessons.ContextAsync(delivery.Snapshot.Backends[served.Backend], served.Model, (int)read))
        {
            // The model is loaded now, so the backend can report the exact length.
            prober.Wake();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4020, LogLevel.Warning,
            "{RequestId}: {Backend} read {Read} tokens of a prompt for {Model} that has {Least} at the least and about {Sent}: it cut "
            + "the rest without a word. The context of {Model} was taken to be {Believed} tokens, and is {Read} from now on until "
            + "{Backend} tells better, unless the operator states it: that should be corrected, or the context there made longer.")]
        public static partial void Cut(
            ILogger logger, string requestId, string backend, string model, long read, int least, long sent, int? believed);
    }
}
