using System.Collections.Frozen;
using System.Text.Json;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;
using Gateway.Simulator.Requests;

namespace Gateway.Simulator.Dialects;

/// <summary>What sets the wire of one personality apart. Dialects hold no state.</summary>
internal abstract class Dialect
{
    public abstract string Name { get; }

    public abstract IReadOnlyList<string> DefaultModels { get; }

    public abstract FrozenDictionary<string, Func<string, ErrorAnswer>> Errors { get; }

    /// <summary>The errors for what a model, its template or its account lacks: by a request that asks for it, or by a script.</summary>
    public virtual FrozenDictionary<string, Func<string, ErrorAnswer>> Refusals =>
        FrozenDictionary<string, Func<string, ErrorAnswer>>.Empty;

    public abstract string ReasoningField { get; }

    public abstract UsagePlacement Usage { get; }

    public abstract ToolCallStyle ToolCallStyle { get; }

    public virtual int ToolCallIdLength => 24;

    public virtual string ToolCallIdAlphabet => "abcdefghijklmnopqrstuvwxyz0123456789";

    public virtual string StreamContentType => "text/event-stream";

    /// <summary>A chunk with the role comes before the first token.</summary>
    public virtual bool HasOpeningChunk => true;

    /// <summary>The headers wait for the first token, so that a model that is being loaded is silent.</summary>
    public virtual bool HeadersWithFirstToken => false;

    /// <summary>When usage was asked for, the chunks before it say <c>usage: null</c>, and always where it comes with the finish reason.</summary>
    public virtual bool NullUsageOnChunks => false;

    public virtual bool CreatedPerChunk => false;

    /// <summary>The choices stand before the id, and the finish reason before the delta.</summary>
    public virtual bool ChoicesFirst => false;

    /// <summary>The paths also work without <c>/v1</c>.</summary>
    public virtual bool HasPathsWithoutVersion => false;

    /// <summary>The chat has an address under <c>/beta</c> too.</summary>
    public virtual bool HasBeta => false;

    /// <summary>
    /// Whether the answer goes on with the text of the last message, which is the assistant's. The others begin anew, as if it was said.
    /// </summary>
    public virtual bool Continues(ChatRequest request) => false;

    /// <summary>Whether it makes as many choices as <c>n</c> asks for. The others make one, without a word.</summary>
    public virtual bool MakesChoices => false;

    /// <summary>Whether it tells how likely its tokens were, if asked.</summary>
    public virtual bool TellsLogprobs => false;

    /// <summary>Whether it tells, if asked, how far the prompt is read and how long each token took.</summary>
    public virtual bool TellsProgress => false;

    /// <summary>The request as the template writes it, which may pass over what it has no place for.</summary>
    public virtual ChatRequest Templated(ChatRequest request, ModelFacts model) => request;

    /// <summary>Whether usage counts the first of several choices only.</summary>
    public virtual bool CountsOneChoice => false;

    /// <summary>Whether the chunks of several choices come side by side, and not one choice after another.</summary>
    public virtual bool InterleavesChoices => false;

    /// <summary>Whether an answer of nothing has a chunk for it.</summary>
    public virtual bool SaysThatItSaysNothing => false;

    /// <summary>Whether an answer ends where prompt and answer together fill the context. Others shift it.</summary>
    public virtual bool EndsWithContext => false;

    /// <summary>The text that the answer goes on with; null: it begins anew.</summary>
    public virtual string? BegunText(ChatRequest request) => Continues(request) ? request.LastAssistantText : null;

    /// <summary>The error object that is sent in the middle of an answer.</summary>
    public virtual string LateError => ErrorBody.Object(LateMessage, "server_error");

    protected const string LateMessage = "Simulated failure in the middle of the answer.";

    public virtual bool LimitCountsReasoning => true;

    /// <summary>The name of the error for a request without a key, and with a wrong one.</summary>
    public abstract (string None, string Wrong) KeyErrors { get; }

    public static Dialect Of(Personality personality) => personality switch
    {
        Personality.Ollama => new OllamaDialect(),
        Personality.OllamaOld => new OllamaOldDialect(),
        Personality.SiliconFlow => new SiliconFlowDialect(),
        Personality.OpenAi => new OpenAiDialect(),
        Personality.LmStudio => new LmStudioDialect(),
        Personality.LlamaCpp => new LlamaCppDialect(),
        Personality.Vllm => new VllmDialect(),
        Personality.DeepSeek => new DeepSeekDialect(),
    };

    public ErrorAnswer Error(string name, string? model = null) => (Errors.GetValueOrDefault(name) ?? Refusals[name])(model ?? "");

    /// <summary>An answer id.</summary>
    /// <param name="count">The number of the request, from 1.</param>
    /// <param name="time">The clock.</param>
    public abstract string NewId(long count, TimeProvider time);

    /// <summary>What an id of a tool call begins with.</summary>
    public virtual string ToolCallIdPrefix(int index) => "call_";

    /// <summary>What a GET of one of the provider's own addresses is answered with; null: there is nothing.</summary>
    public virtual ErrorAnswer? Page(string path, IQueryCollection query, BackendState state) => null;

    public virtual int? TokenLimit(ChatRequest request) => request.MaxTokens;

    public virtual bool RepeatsRole(Answer answer) => false;

    /// <summary>The held model of that name.</summary>
    public virtual ModelFacts? Find(string? name, HeldModels held) => held.Find(name);

    /// <summary>What answers call the model: most as the request did.</summary>
    public virtual string NameInAnswers(ChatRequest request, ModelFacts model) => request.Model ?? model.Name;

    /// <summary>Whether the members of a request have no case.</summary>
    public virtual bool IgnoresCase => false;

    /// <summary>The name of the error for a body that is no JSON object.</summary>
    public virtual string Unreadable => "badRequest";

    /// <summary>The name of the error for a request without a model.</summary>
    public virtual string NoModel => "badRequest";

    /// <summary>The name of the error for a chat with a model that cannot chat.</summary>
    public virtual string NotForChat => "modelNotFound";

    /// <summary>Whether so many models are loaded when they are needed, and not all when the server starts.</summary>
    public virtual bool LoadsOnDemand(int models, SimulatorOptions options) => false;

    /// <summary>Whether one model is loaded after another, and again for another context, as Ollama does.</summary>
    public virtual bool LoadsOneByOne => false;

    /// <summary>How long a model stays loaded without being used; null: until another needs its place.</summary>
    public virtual TimeSpan? KeepsLoaded(SimulatorOptions options) => null;

    /// <summary>How many answers a model gives at once; null: any number.</summary>
    public virtual int? PlacesOf(ModelFacts model, SimulatorOptions options) => null;

    /// <summary>What everything is answered with while the server is not ready; null: it is.</summary>
    public virtual ErrorAnswer? NotReady(BackendState state) => null;

    /// <summary>The same of everything but chats, whose own script tells it to them.</summary>
    public virtual ErrorAnswer? PagesNotReady(BackendState state) => null;

    /// <summary>Whether the page is told without a key: a balancer asks for health without one.</summary>
    public virtual bool IsPublic(string path) => path == "/health";

    /// <summary>Writes what stands before the list of models.</summary>
    public virtual void WriteBeforeList(Utf8JsonWriter writer, BackendState state)
    {
    }

    /// <summary>The models that are loaded before any request.</summary>
    public virtual IEnumerable<string> WarmAtFirst(IReadOnlyList<string> models) => [];

    /// <summary>Whether the model is in the list that is asked for.</summary>
    public virtual bool Lists(ModelFacts model, IQueryCollection query) => true;

    /// <summary>The name of the error with which the provider refuses the request, if it does.</summary>
    public virtual string? Refusal(ChatRequest request) => request.HasMessages && !AsksInVain(request) ? null : "badRequest";

    /// <summary>Where it completes bare text; null: nowhere.</summary>
    public virtual string? CompletionPath => "/v1/completions";

    /// <summary>The name of the error with which the provider refuses a completion, if it does.</summary>
    public virtual string? RefusalOfCompletion(ChatRequest request, ModelFacts model) => null;

    /// <summary>The name of the error with which the provider refuses what the model, its template or its server lacks, if anything.</summary>
    public virtual string? Lack(ChatNeeds needs, ModelFacts model, SimulatorOptions options) => null;

    /// <summary>The context that the model gets when it is loaded; null: nobody looks at the length of a prompt.</summary>
    public virtual int? ContextOf(ModelFacts model, SimulatorOptions options) => null;

    /// <summary>The refusal of a prompt that is longer than the context; null: it is cut, or the context is of no interest.</summary>
    public virtual ErrorAnswer? TooLong(int tokens, int context, ModelFacts model) => null;

    /// <summary>How many tokens are left of a prompt that is longer than the context, where that is cut.</summary>
    public virtual int Cut(ChatRequest request, int context, ModelFacts model) => request.PromptTokens(model.TokensPerCharacter);

    /// <summary>It asks for what the provider does not have: most would pass over it, and a test would not see it.</summary>
    protected bool AsksInVain(ChatRequest request) => (request.SaysPrefix || request.ContinuesFinalMessage) && !Continues(request);

    /// <summary>The header that names the exchange.</summary>
    public virtual (string Name, string Value)? IdHeader(IHeaderDictionary request, TimeProvider time) => null;

    public virtual void WriteBeforeChoices(Utf8JsonWriter writer, string model)
    {
    }

    public virtual void WriteAfterChoices(Utf8JsonWriter writer)
    {
    }

    public virtual void WriteChoiceExtras(Utf8JsonWriter writer)
    {
    }

    /// <summary>Writes what stands behind the finish reason.</summary>
    public virtual void WriteAfterFinish(Utf8JsonWriter writer, bool isFinished)
    {
    }

    public virtual void WriteUsageExtras(Utf8JsonWriter writer, Usage usage)
    {
    }

    /// <summary>Writes what stands behind the final usage.</summary>
    public virtual void WriteAfterUsage(Utf8JsonWriter writer, Usage usage, bool isStreamed)
    {
    }

    /// <summary>Writes what stands beside the finish reason of a stream for which usage was not asked.</summary>
    public virtual void WriteInsteadOfUsage(Utf8JsonWriter writer, Usage usage)
    {
    }

    /// <summary>Writes the times so far, and how many tokens of the prompt are read.</summary>
    public virtual void WriteProgress(Utf8JsonWriter writer, Usage usage, int? processed)
    {
    }

    /// <summary>Writes the members of a delta.</summary>
    public abstract void WriteDelta(Utf8JsonWriter writer, Delta delta);

    /// <summary>Writes the members of a message but its role and tool calls.</summary>
    public virtual void WriteMessage(Utf8JsonWriter writer, Answer answer, string reasoningField)
    {
        writer.WriteString("content", answer.Content ?? "");
        if (answer.Reasoning is { } reasoning)
        {
            writer.WriteString(reasoningField, reasoning);
        }
    }

    /// <summary>Writes the members of a model in the list of models.</summary>
    public abstract void WriteModel(Utf8JsonWriter writer, ModelFacts model, BackendState state);
}
