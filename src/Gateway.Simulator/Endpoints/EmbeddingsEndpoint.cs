using System.Text;
using System.Text.Json;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Composing;
using Gateway.Simulator.Dialects;
using Gateway.Simulator.Dialects.LlamaCpp;
using Gateway.Simulator.Dialects.Ollama;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;
using Gateway.Simulator.Requests;

namespace Gateway.Simulator.Endpoints;

/// <summary>Makes vectors, and refuses what the personality refuses. Requests are counted as chats are.</summary>
internal sealed class EmbeddingsEndpoint(BackendState state)
{
    private const string OwnPath = "/api/embed";
    private readonly CountedEndpoint _counted = new(state);
    private readonly EmbeddingRules? _rules = EmbeddingRules.Of(state.Dialect);

    /// <returns>Null when the backend has nothing at this address.</returns>
    public Task? Answer(HttpContext http, string? path) =>
        http.Request.Method != "POST" || _rules is null ? null
        : path == "/v1/embeddings" || (path == OwnPath && state.Dialect is OllamaDialect) ? HandleAsync(http, path == OwnPath)
        : null;

    private async Task HandleAsync(HttpContext http, bool isOwn)
    {
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        var body = buffer.ToArray();
        var named = ChatRequestReader.Read(body, state.Dialect.IgnoresCase);
        var request = EmbeddingRequest.Read(body);
        if (request is null && state.Dialect is LlamaCppDialect)
        {
            // A request without text only asks what the server is for, and is not counted.
            await Replies.ErrorAsync(
                http,
                Authorization.Refuse(http, state) ?? LlamaCppPages.Post("/v1/embeddings", state.Find(named?.Model), named?.Members ?? [])!);
            return;
        }
        await _counted.HandleAsync(
            http,
            body,
            named,
            model => Refusal(model, request, isOwn) is { } refusal ? isOwn ? refusal.AsText() : refusal : null,
            (model, _) => Vectors(named!, model, request!, isOwn));
    }

    private ErrorAnswer? Refusal(ModelFacts model, EmbeddingRequest? request, bool isOwn)
    {
        if (request is null)
        {
            return state.Dialect.Error("badRequest");
        }
        var longest = TokensOf(request, model).Max();
        return !model.IsEmbedding ? _rules!.NotForVectors(model.Name)
            : request.Tokens is not null && _rules!.NoTokens is { } noTokens ? noTokens
            : _rules!.Batch is { } batch && request.Inputs.Count > batch.Most ? batch.Refusal
            : request.Dimensions is not null && !_rules.HasDimensions(model) && _rules.NoDimensions is { } no ? no
            : longest > ContextOf(model) && isOwn && !request.Truncates
                ? new ErrorAnswer(400, ErrorBody.Text("the input length exceeds the context length"))
            : longest > ContextOf(model) ? _rules.TooLong?.Invoke(longest, ContextOf(model))
            : null;
    }

    private string Vectors(ChatRequest named, ModelFacts model, EmbeddingRequest request, bool isOwn)
    {
        var tokens = TokensOf(request, model).Sum(t => Math.Min(t, ContextOf(model)));
        state.Counters.Prompt(named, tokens);
        state.Counters.Answer(named, new Usage(tokens, 0, 0), isGood: true);
        var dimensions = request.Dimensions is { } wanted && _rules!.HasDimensions(model)
            ? Math.Min(wanted, SimulatedVector.Dimensions)
            : SimulatedVector.Dimensions;
        var vectors = request.Inputs.Select(i => SimulatedVector.Of(i, dimensions));
        var name = JsonSerializer.Serialize(named.Model);
        var text = new StringBuilder();
        if (isOwn)
        {
            return text.Append("{\"model\":").Append(name).Append(",\"embeddings\":[")
                .AppendJoin(',', vectors.Select(v => SimulatedVector.Array(v, isLong: false)))
                .Append("],\"total_duration\":14832381,\"load_duration\":918704,\"prompt_eval_count\":").Append(tokens).Append('}')
                .ToString();
        }
        var isText = request.WantsBase64 && _rules!.KnowsBase64;
        return text.Append("{\"object\":\"list\",\"data\":[")
            .AppendJoin(',', vectors.Select((v, i) => $"{{\"object\":\"embedding\",\"embedding\":{Written(v)},\"index\":{i}}}"))
            .Append("],\"model\":").Append(name).Append(",\"usage\":{\"prompt_tokens\":").Append(tokens).Append(",\"total_tokens\":")
            .Append(tokens).Append("}}").ToString();

        string Written(float[] vector) => isText
            ? $"\"{SimulatedVector.Base64(vector)}\""
            : SimulatedVector.Array(vector, _rules!.WritesLongNumbers);
    }

    private int ContextOf(ModelFacts model) => state.ContextOf(model) ?? model.ContextLength;

    private static IEnumerable<int> TokensOf(EmbeddingRequest request, ModelFacts model) =>
        request.Tokens ?? request.Inputs.Select(i => Math.Max(1, (int)(i.Length * model.TokensPerCharacter)));
}
