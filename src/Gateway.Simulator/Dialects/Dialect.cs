using System.Collections.Frozen;
using System.Text.Json;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Requests;

namespace Gateway.Simulator.Dialects;

/// <summary>What sets the wire of one personality apart. Dialects hold no state.</summary>
internal abstract class Dialect
{
    public abstract string Name { get; }

    public abstract IReadOnlyList<string> DefaultModels { get; }

    public abstract FrozenDictionary<string, Func<string, ErrorAnswer>> Errors { get; }

    public abstract string ReasoningField { get; }

    public abstract UsagePlacement Usage { get; }

    public abstract ToolCallStyle ToolCallStyle { get; }

    public virtual int ToolCallIdLength => 24;

    public virtual string StreamContentType => "text/event-stream";

    /// <summary>A chunk with the role comes before the first token.</summary>
    public virtual bool HasOpeningChunk => true;

    /// <summary>The headers wait for the first token, so that a model that is being loaded is silent.</summary>
    public virtual bool HeadersWithFirstToken => false;

    /// <summary>When usage was asked for, the chunks before it say <c>usage: null</c>.</summary>
    public virtual bool NullUsageOnChunks => false;

    public virtual bool CreatedPerChunk => false;

    public virtual bool LimitCountsReasoning => true;

    /// <summary>The name of the error for a request without a key, and with a wrong one.</summary>
    public abstract (string None, string Wrong) KeyErrors { get; }

    public static Dialect Of(Personality personality) => personality switch
    {
        Personality.Ollama => new OllamaDialect(),
        Personality.OllamaOld => new OllamaOldDialect(),
        Personality.SiliconFlow => new SiliconFlowDialect(),
        Personality.OpenAi => new OpenAiDialect(),
        _ => throw new ArgumentOutOfRangeException(nameof(personality), personality, "There is no such personality."),
    };

    public ErrorAnswer Error(string name, string? model = null) => Errors[name](model ?? "");

    /// <summary>An answer id.</summary>
    /// <param name="count">The number of the request, from 1.</param>
    /// <param name="time">The clock.</param>
    public abstract string NewId(long count, TimeProvider time);

    public virtual int? TokenLimit(ChatRequest request) => request.MaxTokens;

    public virtual bool RepeatsRole(Answer answer) => false;

    /// <summary>The name of the error with which the provider refuses the request, if it does.</summary>
    public virtual string? Refusal(ChatRequest request) => request.HasMessages ? null : "badRequest";

    /// <summary>The header that names the exchange.</summary>
    public virtual (string Name, string Value)? IdHeader(IHeaderDictionary request, TimeProvider time) => null;

    public virtual void WriteBeforeChoices(Utf8JsonWriter writer)
    {
    }

    public virtual void WriteAfterChoices(Utf8JsonWriter writer)
    {
    }

    public virtual void WriteChoiceExtras(Utf8JsonWriter writer)
    {
    }

    public virtual void WriteUsageExtras(Utf8JsonWriter writer, Usage usage)
    {
    }

    /// <summary>Writes the members of a delta.</summary>
    public abstract void WriteDelta(Utf8JsonWriter writer, Delta delta);

    /// <summary>Writes the members of a message but its role and tool calls.</summary>
    public abstract void WriteMessage(Utf8JsonWriter writer, Answer answer, string reasoningField);

    /// <summary>Writes the members of a model in the list of models.</summary>
    public abstract void WriteModel(Utf8JsonWriter writer, string model);
}
