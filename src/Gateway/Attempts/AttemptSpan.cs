using System.Diagnostics;
using Gateway.Backends;
using Gateway.Requests;
using Gateway.Telemetry;
using Gateway.Wire.Usage;

namespace Gateway.Attempts;

/// <summary>
/// Creates the span of one attempt, as the GenAI conventions describe a call to a model. Prompts and answers are never in a span.
/// </summary>
internal static class AttemptSpan
{
    public static void Describe(Activity span, Choice choice, Backend backend, string model)
    {
        span.SetTag(Names.Attributes.Operation, choice.Inquiry.Operation.Convention)
            .SetTag(Names.Attributes.Provider, backend.Provider.Name)
            .SetTag(Names.Attributes.RequestModel, model)
            .SetTag(Names.Attributes.ServerAddress, backend.Url.Host)
            .SetTag(Names.Attributes.ServerPort, backend.Url.Port)
            .SetTag(Names.Attributes.RequestStream, choice.Inquiry.Head.Stream)
            .SetTag(Names.Attributes.Tag, RequestLabels.TagOf(choice.Route))
            .SetTag(Names.Attributes.Backend, backend.Name);
        if (choice.Inquiry.Head.MaxTokens is { } limit)
        {
            span.SetTag(Names.Attributes.RequestMaxTokens, limit);
        }

        // Only when it is not 1, as the conventions ask.
        if (choice.Inquiry.Head.N != 1)
        {
            span.SetTag(Names.Attributes.RequestChoices, choice.Inquiry.Head.N);
        }

        if (choice.Inquiry.Head.HasJsonSchema)
        {
            span.SetTag(Names.Attributes.OutputType, "json");
        }
    }

    public static void End(Activity span, AttemptRecord record, string outcome, TimeProvider time)
    {
        if (span.IsAllDataRequested)
        {
            if (record.Stream is not null)
            {
                span.SetTag(Names.Attributes.TimeToFirstChunk, time.GetElapsedTime(record.SentAt, record.FirstByteAt).TotalSeconds);
            }

            if (record.Answer?.Settle(record.Context.Inquiry.Head.PromptTokens) is { Source: UsageSource.Backend } usage)
            {
                span.SetTag(Names.Attributes.InputTokens, usage.Prompt).SetTag(Names.Attributes.OutputTokens, usage.Output);
                span.SetTag(Names.Attributes.CachedTokens, usage.Cached).SetTag(Names.Attributes.ReasoningTokens, usage.Reasoning);
            }

            if (outcome == AttemptOutcomes.Ok)
            {
                span.SetTag(Names.Attributes.ResponseModel, RequestLabels.ModelOf(record.Context.Choice.Route, record.Candidate));
            }
            else
            {
                // Without the message: a backend may quote the prompt in it.
                span.SetTag(Names.Attributes.ErrorType, outcome).SetStatus(ActivityStatusCode.Error);
            }
        }

        span.Dispose();
    }
}
