using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Composing;
using Gateway.Simulator.Dialects.LlamaCpp;
using Gateway.Simulator.Dialects.SiliconFlow;
using Gateway.Simulator.Dialects.Vllm;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;
using Gateway.Simulator.Requests;

namespace Gateway.Simulator.Endpoints;

/// <summary>Ranks documents, and refuses what the provider refuses. Requests are counted as chats are.</summary>
internal sealed class RerankEndpoint(BackendState state)
{
    private readonly CountedEndpoint _counted = new(state);

    /// <returns>Null when the backend has nothing at this address.</returns>
    public Task? Answer(HttpContext http, string? path) => (http.Request.Method, path, state.Dialect) switch
    {
        ("POST", "/v1/rerank", LlamaCppDialect or VllmDialect or SiliconFlowDialect) => HandleAsync(http),
        ("POST", "/rerank" or "/v2/rerank", VllmDialect) => HandleAsync(http),
        ("POST", "/rerank" or "/reranking" or "/v1/reranking", LlamaCppDialect) => HandleAsync(http),
        _ => null,
    };

    private async Task HandleAsync(HttpContext http)
    {
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        var body = buffer.ToArray();
        var named = ChatRequestReader.Read(body);
        if (named?.Members.Contains("documents") != true && state.Dialect is LlamaCppDialect)
        {
            // A request without documents only asks what the server is for, and is not counted.
            await Replies.ErrorAsync(
                http, Authorization.Refuse(http, state) ?? LlamaCppPages.Post("/v1/rerank", state.Find(named?.Model), [])!);
            return;
        }
        var request = RerankRequest.Read(body, takesObjects: state.Dialect is VllmDialect);
        await _counted.HandleAsync(
            http, body, named, model => Refusal(model, request!), (model, count) => Ranked(named!, model, request!, count));
    }

    private string Ranked(ChatRequest named, ModelFacts model, RerankRequest request, long count)
    {
        var tokens = request.Tokens(model.TokensPerCharacter);
        var counted = named with { Model = state.Dialect.NameInAnswers(named, model) };
        state.Counters.Prompt(counted, tokens);
        state.Counters.Answer(counted, new Usage(tokens, 0, 0), isGood: true);
        return SimulatedRanks.Write(state.Dialect, request, counted.Model!, state.Dialect.NewId(count, state.Time), tokens);
    }

    private ErrorAnswer? Refusal(ModelFacts model, RerankRequest request)
    {
        var isText = request.Query is not null && request.Documents.Count > 0 && request.Documents.All(static d => d is not null);
        var isReranker = model.SubType == "reranker";
        return state.Dialect switch
        {
            LlamaCppDialect when !isReranker || request.Documents.Count == 0 || request.Documents.Any(static d => d is null) =>
                LlamaCppPages.Post("/v1/rerank", model, []),
            LlamaCppDialect when request.Query is null => LlamaCppErrors.Answer(400, "\"query\" must be provided", "invalid_request_error"),
            VllmDialect when !isReranker => VllmErrors.Answer(400, "The model does not support Rerank (Score) API", "BadRequestError"),
            VllmDialect when !isText || request.TopN < 0 =>
                VllmErrors.Answer(400, "1 validation error: documents: Field required", "BadRequestError"),
            SiliconFlowDialect when !isReranker => state.Dialect.Error("modelNotFound"),
            SiliconFlowDialect when !isText || request.TopN < 1 || request.TopN > request.Documents.Count =>
                new ErrorAnswer(400, ErrorBody.Coded(20015, "The parameter is invalid. Please check again.")),
            _ => null,
        };
    }
}
