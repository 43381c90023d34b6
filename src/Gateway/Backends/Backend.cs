using Gateway.Backends.Providers;
using Gateway.Configuration;
using Gateway.Routing.Models;

namespace Gateway.Backends;

/// <summary>One place to send to, as the present configuration has it.</summary>
internal sealed class Backend
{
    public required string Name { get; init; }

    public required Provider Provider { get; init; }

    public required Uri Url { get; init; }

    /// <summary>What holds for all its models.</summary>
    public required BackendTraits Traits { get; init; }

    /// <summary>What <see cref="Url"/> means.</summary>
    public required BackendAddress Address { get; init; }

    /// <summary>Where it has each operation, by its number; null where it has not.</summary>
    public required Uri?[] Operations { private get; init; }

    public required Uri Models { get; init; }

    /// <summary>The value of the Authorization header; null: none is sent.</summary>
    public string? Authorization { get; init; }

    /// <summary>Why the backend cannot be used at all, such as a credential that is not set; null: it can.</summary>
    public string? Missing { get; init; }

    /// <summary>Longest time to the first event of a model that may have to be loaded.</summary>
    public required TimeSpan FirstByteTimeout { get; init; }

    /// <summary>The same for a model that is known to be loaded.</summary>
    public required TimeSpan WarmFirstByteTimeout { get; init; }

    /// <summary>
    /// Time for each token of a prompt, which an own machine reads itself; zero where the limit is the operator's, and on others' machines.
    /// </summary>
    public TimeSpan PerPromptToken { get; init; }

    /// <summary>
    /// The same for an own machine that answers others meanwhile: a server without a line here has one inside, and is silent while its turn
    /// does not come. Zero where the limit is the operator's, and on others' machines.
    /// </summary>
    public TimeSpan BusyFirstByteTimeout { get; init; }

    /// <summary>
    /// Longest time to the first event, or to the first byte of an answer that is not streamed, of a backend that shows by comments or
    /// empty lines that it lives. The others then count from its last sign of life.
    /// </summary>
    public TimeSpan AliveTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Longest time to the whole of an answer that is not streamed: such a backend is silent while it writes.</summary>
    public required TimeSpan WholeAnswerTimeout { get; init; }

    public required TimeSpan IdleTimeout { get; init; }

    public required TimeSpan TotalTimeout { get; init; }

    /// <summary>Most requests that its machine is sent at a time, over all models; 0: no limit.</summary>
    public required int MaxConcurrent { get; init; }

    /// <summary>The lines before it.</summary>
    public required QueueConfig Queue { get; init; }

    public required HttpMessageInvoker Client { get; init; }

    /// <summary>The client of the question by which a new start of the server is seen; null: none tells.</summary>
    public HttpMessageInvoker? Watch { get; init; }

    /// <summary>What is known of it beyond the configuration.</summary>
    public required BackendState State { get; init; }

    /// <summary>Where it has an operation; null where it has not.</summary>
    public Uri? At(OperationKind operation) => Operations[(int)operation];

    /// <summary>Longest time to the first event of a stream.</summary>
    /// <param name="mayBeCold">Whether the model may have to be loaded.</param>
    /// <param name="promptTokens">The length of the prompt, as it is estimated.</param>
    /// <param name="isBusy">Whether it answers others, too.</param>
    public TimeSpan FirstEventTimeout(bool mayBeCold, long promptTokens, bool isBusy = false)
    {
        var limit = mayBeCold ? FirstByteTimeout : WarmFirstByteTimeout;
        limit = isBusy ? Longest(limit, BusyFirstByteTimeout) : limit;
        var reading = PerPromptToken * promptTokens;
        return reading > limit ? reading : limit;
    }

    /// <summary>Longest time to a whole answer of which next to all is the reading.</summary>
    /// <param name="promptTokens">What is read, as it is estimated.</param>
    public TimeSpan ReadingTime(long promptTokens) => Longest(WholeAnswerTimeout, PerPromptToken * promptTokens);

    /// <summary>
    /// How long a healthy model may take to its first event, or to a whole answer. Who waits for less long learns nothing of it.
    /// </summary>
    public TimeSpan HealthyUntil(bool isStreamed) =>
        !isStreamed ? Longest(WholeAnswerTimeout, BackendFactory.DefaultWholeAnswerTimeout)
        : Longest(Longest(FirstByteTimeout, WarmFirstByteTimeout), Longest(Provider.FirstByteTimeout, Provider.WarmFirstByteTimeout));

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
