namespace Gateway.Endpoints.Reports;

/// <summary>The metrics that can be requested. Each is one column or a few.</summary>
internal enum UsageMetric
{
    Requests,
    Failed,

    /// <summary>Requests not served because of a fault of their own or a limit: nothing failed.</summary>
    Refused,

    /// <summary>Requests whose tokens the gateway counted itself.</summary>
    Estimated,
    Tokens,
    Prompt,
    Cached,
    Output,
    Reasoning,
    Audio,
    Images,
    Cost,
    Latency,
    FirstByte,
}
