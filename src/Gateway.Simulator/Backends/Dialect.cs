using System.Collections.Frozen;
using System.Text.Json;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Backends;

/// <summary>The wire format and behavior of one personality. Dialects hold no state.</summary>
internal abstract class Dialect
{
    public abstract string Name { get; }

    public abstract IReadOnlyList<string> DefaultModels { get; }

    public abstract FrozenDictionary<string, Func<string, ErrorAnswer>> Errors { get; }

    /// <summary>The errors for what a model, its template or its account does not have, when a request or a script asks for them.</summary>
    public virtual FrozenDictionary<string, Func<string, ErrorAnswer>> Refusals =>
        FrozenDictionary<string, Func<string, ErrorAnswer>>.Empty;

    public abstract string ReasoningField { get; }

    public abstract UsagePlacement Usage { get; }

    public abstract ToolCallStyle ToolCallStyle { get; }

    public virtual int ToolCallIdLength => 24;

    public virtual string ToolCallIdAlphabet => "abcdefghijklmnopqrstuvwxyz0123456789";

    public virtual string StreamContentType => "text/event-stream";

    /// <summary>True when a chunk with the role comes before the first token.</summary>
    public virtual bool HasOpeningChunk => true;

    /// <summary>True when the headers wait for the first token, so that the client sees nothing while a model is loaded.</summary>
    public virtual bool HeadersWithFirstToken => false;

    /// <summary>
    /// True when the chunks before usage say <c>usage: null</c>: if usage was asked for, or always if it comes with the finish reason.
    /// </summary>
    public virtual bool NullUsageOnChunks => false;

    public virtual bool CreatedPerChunk => false;

    /// <summary>True when the choices stand before the id, and the finish reason before the delta.</summary>
    public virtual bool ChoicesFirst => false;

    /// <summary>True when the paths also work without <c>/v1</c>.</summary>
    public virtual bool HasPathsWithoutVersion => false;

    /// <summary>True when the chat also has an address under <c>/beta</c>.</summary>
    public virtual bool HasBeta => false;

    /// <summary>
    /// True when the answer continues the text of the last message, if that is the assistant's. The others start a new answer, as if that
    /// message had already been said.
    /// </summary>
    public virtual bool Continues(ChatRequest request) => false;

    /// <summary>True when it makes as many choices as <c>n</c> asks for. The others silently make one.</summary>
    public virtual bool MakesChoices => false;

    /// <summary>True when it reports the log probabilities of its tokens if asked.</summary>
    public virtual bool TellsLogprobs => false;

    /// <summary>True when it reports, if asked, how far the prompt is read and how long each token took.</summary>
    public virtual bool TellsProgress => false;

    /// <summary>The request as the template writes it. A template may skip parts that it has no place for.</summary>
    public virtual ChatRequest Templated(ChatRequest request, ModelFacts model) => request;

    /// <summary>True when usage counts only the first of several choices.</summary>
    public virtual bool CountsOneChoice => false;

    /// <summary>True when the chunks of several choices are interleaved, false when one choice follows another.</summary>
    public virtual bool InterleavesChoices => false;

    /// <summary>True when an empty answer has a chunk of its own.</summary>
    public virtual bool SaysThatItSaysNothing => false;

    /// <summary>True when an answer ends once prompt and answer together fill the context. Others shift the context.</summary>
    public virtual bool EndsWithContext => false;

    /// <summary>The text that the answer continues; null when it starts anew.</summary>
    public virtual string? BegunText(ChatRequest request) => Continues(request) ? request.LastAssistantText : null;

    /// <summary>The error object that is sent in the middle of an answer.</summary>
    public virtual string LateError => ErrorBody.Object(LateMessage, "server_error");

    protected const string LateMessage = "Simulated failure in the middle of the answer.";

    public virtual bool LimitCountsReasoning => true;

    /// <summary>The name of the error for a request without a key, and with a wrong one.</summary>
    public abstract (string None, string Wrong) KeyErrors { get; }

    public ErrorAnswer Error(string name, string? model = null) => (Errors.GetValueOrDefault(name) ?? Refusals[name])(model ?? "");

    /// <summary>Creates an answer id.</summary>
    /// <param name="count">The number of the request, from 1.</param>
    /// <param name="time">The clock.</param>
    public abstract string NewId(long count, TimeProvider time);

    /// <summary>The prefix of tool call ids.</summary>
    public virtual string ToolCallIdPrefix(int index) => "call_";

    /// <summary>The answer to a GET of one of the provider's own addresses; null when there is none.</summary>
    public virtual ErrorAnswer? Page(string path, IQueryCollection query, BackendState state) => null;

    public virtual int? TokenLimit(ChatRequest request) => request.MaxTokens;

    public virtual bool RepeatsRole(Answer answer) => false;

    /// <summary>The held model with that name.</summary>
    public virtual ModelFacts? Find(string? name, HeldModels held) => held.Find(name);

    /// <summary>The model's name in answers. Most use the name in the request.</summary>
    public virtual string NameInAnswers(ChatRequest request, ModelFacts model) => request.Model ?? model.Name;

    /// <summary>True when the names of a request's members ignore case.</summary>
    public virtual bool IgnoresCase => false;

    /// <summary>The name of the error for a body that is not a JSON object.</summary>
    public virtual string Unreadable => "badRequest";

    /// <summary>The name of the error for a request without a model.</summary>
    public virtual string NoModel => "badRequest";

    /// <summary>The name of the error for a chat with a model that cannot chat.</summary>
    public virtual string NotForChat => "modelNotFound";

    /// <summary>True when this many models are loaded on demand; false when all are loaded at the server's start.</summary>
    public virtual bool LoadsOnDemand(int models, SimulatorOptions options) => false;

    /// <summary>True when one model is loaded after another, and again for another context, as in Ollama.</summary>
    public virtual bool LoadsOneByOne => false;

    /// <summary>How long an unused model stays loaded; null: until another needs its place.</summary>
    public virtual TimeSpan? KeepsLoaded(SimulatorOptions options) => null;

    /// <summary>The number of answers that a model gives at once; null for no limit.</summary>
    public virtual int? PlacesOf(ModelFacts model, SimulatorOptions options) => null;

    /// <summary>The answer to every request while the server is not ready; null when it is ready.</summary>
    public virtual ErrorAnswer? NotReady(BackendState state) => null;

    /// <summary>The same for everything but chats, which follow their own script.</summary>
    public virtual ErrorAnswer? PagesNotReady(BackendState state) => null;

    /// <summary>True when the page needs no key: a load balancer checks health without one.</summary>
    public virtual bool IsPublic(string path) => path == "/health";

    /// <summary>Writes the members before the list of models.</summary>
    public virtual void WriteBeforeList(Utf8JsonWriter writer, BackendState state)
    {
    }

    /// <summary>The models that are loaded before any request.</summary>
    public virtual IEnumerable<string> WarmAtFirst(IReadOnlyList<string> models) => [];

    /// <summary>True when the model is in the requested list.</summary>
    public virtual bool Lists(ModelFacts model, IQueryCollection query) => true;

    /// <summary>The name of the provider's error that refuses the request; null when it is accepted.</summary>
    public virtual string? Refusal(ChatRequest request) => request.HasMessages && !AsksInVain(request) ? null : "badRequest";

    /// <summary>The path at which it completes bare text; null when there is none.</summary>
    public virtual string? CompletionPath => "/v1/completions";

    /// <summary>The name of the provider's error that refuses a completion; null when it is accepted.</summary>
    public virtual string? RefusalOfCompletion(ChatRequest request, ModelFacts model) => null;

    /// <summary>
    /// The name of the provider's error for what the model, its template or its server does not have; null when nothing is missing.
    /// </summary>
    public virtual string? Lack(ChatNeeds needs, ModelFacts model, SimulatorOptions options) => null;

    /// <summary>The context that the model gets when it is loaded; null when prompt lengths are not checked.</summary>
    public virtual int? ContextOf(ModelFacts model, SimulatorOptions options) => null;

    /// <summary>
    /// The refusal of a prompt that is longer than the context; null when the prompt is cut or its length is not checked.
    /// </summary>
    public virtual ErrorAnswer? TooLong(int tokens, int context, ModelFacts model) => null;

    /// <summary>The number of tokens that remain of a prompt longer than the context, if prompts are cut.</summary>
    public virtual int Cut(ChatRequest request, int context, ModelFacts model) => request.PromptTokens(model.TokensPerCharacter);

    /// <summary>
    /// True when the request asks for something the provider does not have. Most providers would ignore it, and a test would not notice.
    /// </summary>
    protected bool AsksInVain(ChatRequest request) => (request.SaysPrefix || request.ContinuesFinalMessage) && !Continues(request);

    /// <summary>The name of the header with the request id.</summary>
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

    /// <summary>Writes the members after the finish reason.</summary>
    public virtual void WriteAfterFinish(Utf8JsonWriter writer, bool isFinished)
    {
    }

    public virtual void WriteUsageExtras(Utf8JsonWriter writer, Usage usage)
    {
    }

    /// <summary>Writes the members after the final usage.</summary>
    public virtual void WriteAfterUsage(Utf8JsonWriter writer, Usage usage, bool isStreamed)
    {
    }

    /// <summary>Writes the members beside the finish reason of a stream without requested usage.</summary>
    public virtual void WriteInsteadOfUsage(Utf8JsonWriter writer, Usage usage)
    {
    }

    /// <summary>Writes the timings so far, and how many prompt tokens are read.</summary>
    public virtual void WriteProgress(Utf8JsonWriter writer, Usage usage, int? processed)
    {
    }

    /// <summary>Writes the members of a delta.</summary>
    public virtual void WriteDelta(Utf8JsonWriter writer, Delta delta)
    {
        delta.WriteRole(writer);
        delta.WriteParts(writer);
    }

    /// <summary>Writes the members of a message except its role and tool calls.</summary>
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
