using System.Collections.Immutable;
using System.Text.Json;
using Gateway.Backends.Discovery;

namespace Gateway.Providers.Ollama;

/// <summary>The models that <c>/api/ps</c> reports as loaded, and their contexts.</summary>
internal sealed class OllamaLoaded
{
    // Allows for the clocks of two machines and the network between them.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    private OllamaLoaded(ImmutableArray<OllamaRunner> runners) => Runners = runners;

    /// <summary>Each is named after the model for which it was started; others made from the same file share it.</summary>
    public ImmutableArray<OllamaRunner> Runners { get; }

    /// <param name="answer">The answer of <c>/api/ps</c>.</param>
    /// <param name="now">The current time by the gateway's clock.</param>
    /// <returns>Null when the answer is not such a list: then it is unknown what is loaded.</returns>
    public static OllamaLoaded? Read(ProbeAnswer answer, DateTimeOffset now) => answer.Json?.List("models") is not { } items
        ? null
        : new OllamaLoaded([.. items.Select(i => Read(i, now, answer.At ?? now)).OfType<OllamaRunner>()]);

    /// <summary>
    /// True when the server appears to have restarted since an earlier answer: a model is gone before its time, and none came
    /// for which it could have made room.
    /// </summary>
    public bool LooksRestarted(OllamaLoaded? before, DateTimeOffset now) =>
        before is not null
        && Array.Exists([.. before.Runners], r => r.Until > now + Margin && !Holds(r))
        && Runners.All(before.Holds);

    private bool Holds(OllamaRunner runner) => Runners.Any(r => r.Is(runner.Model, runner.Digest));

    // A model that stays forever expires in the year 9999, and one without a time yet in the year 1.
    private static DateTimeOffset After(DateTimeOffset now, TimeSpan left) =>
        left > DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue
        : left < DateTimeOffset.MinValue - now ? DateTimeOffset.MinValue
        : now + left;

    private static OllamaRunner? Read(JsonElement item, DateTimeOffset now, DateTimeOffset there)
    {
        if (OllamaTags.NameOf(item) is not { } name)
        {
            return null;
        }

        // By the gateway's clock: the server's may be wrong.
        DateTimeOffset? until = item.Member("expires_at") is { ValueKind: JsonValueKind.String } text
            && text.TryGetDateTimeOffset(out var at)
            ? After(now, at - there)
            : null;
        return new OllamaRunner(name, item.Text("digest") ?? "", item.Count("context_length"), until);
    }
}
