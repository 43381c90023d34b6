namespace Gateway.Telemetry;

/// <summary>
/// Every name that leaves the gateway in a metric or a span, in one table. Other people's dashboards and alerts depend on them: a test pins
/// each, so that none changes by accident.
/// </summary>
internal static class Names
{
    /// <summary>The meter and the source of spans.</summary>
    public const string Scope = "Gateway";

    /// <summary>The metrics of the GenAI conventions, v1.41.0.</summary>
    internal static class GenAi
    {
        public const string TokenUsage = "gen_ai.client.token.usage";
        public const string OperationDuration = "gen_ai.client.operation.duration";
        public const string TimeToFirstChunk = "gen_ai.client.operation.time_to_first_chunk";
        public const string TimePerOutputChunk = "gen_ai.client.operation.time_per_output_chunk";
        public const string RequestDuration = "gen_ai.server.request.duration";
        public const string TimeToFirstToken = "gen_ai.server.time_to_first_token";
        public const string TimePerOutputToken = "gen_ai.server.time_per_output_token";
    }

    /// <summary>The names the conventions will use next; see <see cref="Conventions"/>. The others stay the same.</summary>
    internal static class Coming
    {
        public const string InferenceDuration = "gen_ai.client.inference.duration";
        public const string TimeToFirstChunk = "gen_ai.client.inference.time_to_first_chunk";
        public const string TimePerOutputChunk = "gen_ai.client.inference.time_per_output_chunk";
        public const string UsageInput = "gen_ai.client.inference.usage.input_tokens";
        public const string UsageOutput = "gen_ai.client.inference.usage.output_tokens";
        public const string UsageCached = "gen_ai.client.inference.usage.cache_read.input_tokens";
        public const string UsageReasoning = "gen_ai.client.inference.usage.reasoning.output_tokens";
        public const string OperationInput = "gen_ai.client.inference.operation.input_tokens";
        public const string OperationOutput = "gen_ai.client.inference.operation.output_tokens";
    }

    /// <summary>The gateway's own metrics.</summary>
    internal static class Own
    {
        public const string RouteDecisions = "gateway.route.decisions";
        public const string RouteDuration = "gateway.route.duration";
        public const string Attempts = "gateway.attempts";
        public const string Failovers = "gateway.failovers";
        public const string UnknownFinishes = "gateway.finish_reasons.unknown";
        public const string PromptsCut = "gateway.prompts.cut";
        public const string Served = "gateway.served";
        public const string CircuitState = "gateway.circuit.state";
        public const string BackendHealthy = "gateway.backend.healthy";
        public const string TagCandidates = "gateway.tag.candidates";
        public const string OverheadDuration = "gateway.overhead.duration";
        public const string RequestsInFlight = "gateway.requests.in_flight";
        public const string QueueWait = "gateway.queue.wait";
        public const string GaveWay = "gateway.background.gave_way";
        public const string BackgroundRequests = "gateway.background.requests";
        public const string QueueLength = "gateway.queue.length";
        public const string QuotaRejections = "gateway.quota.rejections";
        public const string QuotaUtilization = "gateway.quota.utilization";
        public const string Cost = "gateway.cost";
        public const string Redirected = "gateway.model.redirected";
        public const string PricesOld = "gateway.prices.old";
        public const string PricesMissing = "gateway.prices.missing";
        public const string ModelsEnding = "gateway.models.ending";
        public const string UsageEstimated = "gateway.usage.estimated";
        public const string StreamAborted = "gateway.stream.aborted";
        public const string RedisOperationDuration = "gateway.redis.operation.duration";
        public const string RedisFailures = "gateway.redis.failures";
        public const string LedgerPending = "gateway.ledger.pending";
        public const string LedgerLag = "gateway.ledger.lag";
        public const string LedgerSpooled = "gateway.ledger.spooled";
        public const string LedgerRecords = "gateway.ledger.records";
        public const string LedgerDrift = "gateway.ledger.drift";
        public const string LogDropped = "gateway.log.dropped";
        public const string RedisConnected = "gateway.redis.connected";
        public const string Alerts = "gateway.alerts";
    }

    /// <summary>The attributes of metrics and spans.</summary>
    internal static class Attributes
    {
        public const string Operation = "gen_ai.operation.name";
        public const string Provider = "gen_ai.provider.name";
        public const string RequestModel = "gen_ai.request.model";
        public const string ResponseModel = "gen_ai.response.model";
        public const string TokenType = "gen_ai.token.type";
        public const string RequestStream = "gen_ai.request.stream";
        public const string RequestMaxTokens = "gen_ai.request.max_tokens";
        public const string RequestChoices = "gen_ai.request.choice.count";
        public const string OutputType = "gen_ai.output.type";
        public const string TimeToFirstChunk = "gen_ai.response.time_to_first_chunk";
        public const string InputTokens = "gen_ai.usage.input_tokens";
        public const string OutputTokens = "gen_ai.usage.output_tokens";
        public const string CachedTokens = "gen_ai.usage.cache_read.input_tokens";
        public const string ReasoningTokens = "gen_ai.usage.reasoning.output_tokens";
        public const string ErrorType = "error.type";
        public const string ServerAddress = "server.address";
        public const string ServerPort = "server.port";
        public const string HttpMethod = "http.request.method";
        public const string HttpRoute = "http.route";
        public const string HttpStatus = "http.response.status_code";
        public const string UrlScheme = "url.scheme";
        public const string Team = "team";
        public const string Tag = "tag";
        public const string Backend = "backend";
        public const string Model = "model";
        public const string Source = "source";
        public const string Outcome = "outcome";
        public const string Reason = "reason";
        public const string From = "from";
        public const string To = "to";
        public const string Side = "side";
        public const string Window = "window";
        public const string Currency = "currency";
        public const string RedisOperation = "operation";
        public const string Kind = "kind";
        public const string Target = "target";

        /// <summary>The id in <c>x-request-id</c> and in the log, on the caller's span.</summary>
        public const string RequestId = "gateway.request.id";

        /// <summary>The number of attempts, on the caller's span.</summary>
        public const string Attempts = "gateway.attempts";
    }

    /// <summary>Values for things without a name of their own.</summary>
    internal static class Values
    {
        /// <summary>A name that neither the configuration nor the catalog knows: a client made it up.</summary>
        public const string Other = "other";

        /// <summary>The value for no team, no tag and no backend.</summary>
        public const string None = "none";

        public const string Input = "input";
        public const string Output = "output";
        public const string CachedInput = "cached_input";
        public const string Reasoning = "reasoning";
    }
}
