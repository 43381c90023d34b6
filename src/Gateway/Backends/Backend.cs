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

    /// <summary>The address without the version and without a slash at its end.</summary>
    public required string Root { get; init; }

    public required Uri ChatCompletions { get; init; }

    public required Uri Models { get; init; }

    /// <summary>The value of the Authorization header; null: none is sent.</summary>
    public string? Authorization { get; init; }

    /// <summary>Why the backend cannot be used at all, such as a credential that is not set; null: it can.</summary>
    public string? Missing { get; init; }

    /// <summary>Longest time to the first event of a model that may have to be loaded.</summary>
    public required TimeSpan FirstByteTimeout { get; init; }

    /// <summary>The same for a model that is known to be loaded.</summary>
    public required TimeSpan WarmFirstByteTimeout { get; init; }

    /// <summary>Longest time to the whole of an answer that is not streamed: such a backend is silent while it writes.</summary>
    public required TimeSpan WholeAnswerTimeout { get; init; }

    public required TimeSpan IdleTimeout { get; init; }

    public required TimeSpan TotalTimeout { get; init; }

    /// <summary>Most requests it is sent at a time; 0: no limit.</summary>
    public required int MaxConcurrent { get; init; }

    /// <summary>The line before it.</summary>
    public required QueueConfig Queue { get; init; }

    public required HttpMessageInvoker Client { get; init; }

    /// <summary>What is known of it beyond the configuration.</summary>
    public required BackendState State { get; init; }
}
