using Gateway.Simulator.Backends;
using Gateway.Simulator.Dialects;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Endpoints;

/// <summary>Refuses the chat requests that the provider would refuse for their content.</summary>
internal sealed class Admission(BackendState state)
{
    /// <returns>The request, or the provider's refusal.</returns>
    public (Admitted? Admitted, ErrorAnswer? Refusal) Admit(HttpContext http, ChatRequest? request, ModelFacts? model)
    {
        var dialect = state.Dialect;
        if (Authorization.Refuse(http, state) is { } unauthorized)
        {
            return (null, unauthorized);
        }
        if (dialect.NotReady(state) is { } notReady)
        {
            return (null, notReady);
        }
        if (request is null)
        {
            return (null, dialect.Error(dialect.Unreadable));
        }
        if (model is null)
        {
            return (null, request.Model is null ? dialect.Error(dialect.NoModel) : dialect.Error("modelNotFound", request.Model));
        }
        if (!model.CanChat)
        {
            return (null, dialect.Error(dialect.NotForChat, request.Model));
        }
        if (request.Form != RequestForm.Chat && dialect.RefusalOfCompletion(request, model) is { } refused)
        {
            return (null, dialect.Error(refused, request.Model));
        }
        if ((dialect.Refusal(request) ?? dialect.Lack(request.Needs, model, state.Options)) is { } name)
        {
            return (null, dialect.Error(name, request.Model));
        }
        if (QuirkErrors.Of(dialect.Name, request.Quirks, model.Can("thinking")) is { } refusal)
        {
            return (null, refusal);
        }
        try
        {
            var script = state.Scripts.For(model.Name, request.Simulate);
            return request.Members.FirstOrDefault(m => script.Refuses?.Contains(m) == true) is { } member
                ? (null, QuirkErrors.UnknownMember(dialect.Name, member))
                : (new Admitted(request with { Model = dialect.NameInAnswers(request, model) }, model, script), null);
        }
        catch (ScriptException e)
        {
            // No provider knows this field, so the refusal has the shape that every client can show.
            return (null, new ErrorAnswer(400, ErrorBody.Object($"simulate: {e.Message}", "invalid_request_error")));
        }
    }
}
