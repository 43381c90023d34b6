using Gateway.Configuration;
using Gateway.Routing.Models;

namespace Gateway.Backends;

/// <summary>One place to send to, as currently configured.</summary>
internal sealed class Backend
{
    /// <summary>A long answer at a slow local model's pace: 3,000 tokens at 10 a second.</summary>
    public static readonly TimeSpan DefaultWholeAnswerTimeout = TimeSpan.FromMinutes(5);

    public required string Name { get; init; }

    public required Provider Provider { get; init; }

    public required Uri Url { get; init; }

    /// <summary>The traits shared by all its models.</summary>
    public required BackendTraits Traits { get; init; }

    /// <summary>The addresses of server and API that <see cref="Url"/> stands for.</summary>
    public required BackendAddress Address { get; init; }

    /// <summary>The address of each operation, by its number; null when it has none.</summary>
    public required Uri?[] Operations { private get; init; }

    public required Uri Models { get; init; }

    /// <summary>The value of the Authorization header; null when none is sent.</summary>
    public string? Authorization { get; init; }

    /// <summary>The reason the backend cannot be used at all, for example a credential that is not set; null when it can.</summary>
    public string? Missing { get; init; }

    /// <summary>The longest time to the first event of a model that may have to be loaded.</summary>
    public required TimeSpan FirstByteTimeout { get; init; }

    /// <summary>The longest time to the first event of a model that is known to be loaded.</summary>
    public required TimeSpan WarmFirstByteTimeout { get; init; }

    /// <summary>
    /// The extra time for each token of the prompt, which one of the team's own machines must read itself. Zero when the operator sets the
    /// limit, and on other people's machines.
    /// </summary>
    public TimeSpan PerPromptToken { get; init; }

    /// <summary>
    /// The longest time to the first event from one of the team's own machines while it answers others too. If the gateway has no line for
    /// the server, the server has one inside, and is silent until the request's turn. Zero when the operator sets the limit, and on other
    /// people's machines.
    /// </summary>
    public TimeSpan BusyFirstByteTimeout { get; init; }

    /// <summary>
    /// The longest time to the first event, or to the first byte of an unstreamed answer, of a backend that shows signs of life by comments
    /// or empty lines. Each sign of life restarts the other limits.
    /// </summary>
    public TimeSpan AliveTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The longest time to a complete unstreamed answer: such a backend is silent while it writes.</summary>
    public required TimeSpan WholeAnswerTimeout { get; init; }

    public required TimeSpan IdleTimeout { get; init; }

    public required TimeSpan TotalTimeout { get; init; }

    /// <summary>The most requests its machine is sent at a time, over all models; 0 means no limit.</summary>
    public required int MaxConcurrent { get; init; }

    /// <summary>The bounds of the lines before it.</summary>
    public required QueueConfig Queue { get; init; }

    public required HttpMessageInvoker Client { get; init; }

    /// <summary>The client for the question that reveals a restart of the server; null when none does.</summary>
    public HttpMessageInvoker? Watch { get; init; }

    /// <summary>Its state: everything learned beyond the configuration.</summary>
    public required BackendState State { get; init; }

    /// <summary>The address of an operation; null when it has none.</summary>
    public Uri? At(OperationKind operation) => Operations[(int)operation];

    /// <summary>The longest time to the first event of a stream.</summary>
    /// <param name="mayBeCold">True when the model may have to be loaded.</param>
    /// <param name="promptTokens">The estimated length of the prompt.</param>
    /// <param name="isBusy">True when it is also answering others.</param>
    public TimeSpan FirstEventTimeout(bool mayBeCold, long promptTokens, bool isBusy = false)
    {
        var limit = mayBeCold ? FirstByteTimeout : WarmFirstByteTimeout;
        limit = isBusy ? Longest(limit, BusyFirstByteTimeout) : limit;
        var reading = PerPromptToken * promptTokens;
        return reading > limit ? reading : limit;
    }

    /// <summary>The longest time to a whole answer that consists almost entirely of reading.</summary>
    /// <param name="promptTokens">The estimated number of tokens to read.</param>
    public TimeSpan ReadingTime(long promptTokens) => Longest(WholeAnswerTimeout, PerPromptToken * promptTokens);

    /// <summary>
    /// How long a healthy model may take to its first event or to a whole answer. A shorter wait proves nothing about it.
    /// </summary>
    public TimeSpan HealthyUntil(bool isStreamed) =>
        !isStreamed ? Longest(WholeAnswerTimeout, DefaultWholeAnswerTimeout)
        : Longest(Longest(FirstByteTimeout, WarmFirstByteTimeout), Longest(Provider.FirstByteTimeout, Provider.WarmFirstByteTimeout));

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
