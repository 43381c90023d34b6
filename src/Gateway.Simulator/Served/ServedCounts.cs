namespace Gateway.Simulator.Served;

/// <summary>What a simulated backend has done since its start. Each read is a snapshot.</summary>
public sealed record ServedCounts
{
    /// <summary>Chat requests that arrived.</summary>
    public long Requests { get; init; }

    /// <summary>Answers that reached their regular end.</summary>
    public long Answers { get; init; }

    /// <summary>Chunks of streamed answers, not counting <c>[DONE]</c>, error events and comments.</summary>
    public long Chunks { get; init; }

    /// <summary>Tokens sent, including those of answers that did not reach their end.</summary>
    public long CompletionTokens { get; init; }

    /// <summary>Prompt tokens of all answers that began.</summary>
    public long PromptTokens { get; init; }

    /// <summary>Requests whose client closed the connection before the answer was complete.</summary>
    public long ClientsGone { get; init; }

    /// <summary>The highest number of chat requests at the same time.</summary>
    public long MostAtOnce { get; init; }

    /// <summary>Requests that were refused, or that failed as scripted.</summary>
    public long Failures { get; init; }
}
