using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Hosting;

/// <summary>A backend that repeats the credential it was given, as some do when they refuse it.</summary>
internal sealed class QuotingBackend : IAsyncDisposable
{
    private readonly WebApplication _app;

    private QuotingBackend(WebApplication app)
    {
        _app = app;
        Url = app.Urls.Single();
    }

    public string Url { get; }

    /// <param name="status">The status it answers with.</param>
    /// <param name="type">The content type.</param>
    /// <param name="answer">The body, with <c>{0}</c> for the credential.</param>
    /// <param name="models">Its list of models.</param>
    public static async Task<QuotingBackend> StartAsync(int status, string type, string answer, string models = "{\"data\":[]}")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/v1/chat/completions", context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            var credential = context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
            return context.Response.WriteAsync(answer.Replace("{0}", credential, StringComparison.Ordinal));
        });
        app.MapGet("/v1/models", context => context.Response.WriteAsync(models));
        await app.StartAsync();
        return new QuotingBackend(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
