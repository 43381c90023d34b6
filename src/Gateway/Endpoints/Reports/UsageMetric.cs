namespace Gateway.Endpoints.Reports;

/// <summary>What can be asked for of some usage. Each is one column or a few.</summary>
internal enum UsageMetric
{
    Requests,
    Failed,

    /// <summary>Requests that were not served for a fault of their own, or for a limit: nothing failed.</summary>
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
