using Gateway.Endpoints.Reports;
using Gateway.Http;
using Gateway.Pipeline;
using Gateway.Requests;
using Gateway.Surfaces;

namespace Gateway.Endpoints;

/// <summary>Maps the API's paths and the middleware before them.</summary>
internal static class EndpointsExtensions
{
    private static readonly string[] Read = ["GET", "HEAD"];

    public static IServiceCollection AddGatewayEndpoints(this IServiceCollection services) => services
        .AddSingleton<BodyBudget>()
        .AddSingleton<BodyIntake>()
        .AddSingleton<RequestLog>()
        .AddSingleton<CutPrompts>()
        .AddSingleton<RequestSpans>()
        .AddSingleton<RequestTelemetry>()
        .AddSingleton<CandidateChoice>()
        .AddSingleton<FirstList>()
        .AddSingleton<TurnBrake>()
        .AddSingleton<Learning>()
        .AddSingleton<Conclude>()
        .AddSingleton<RequestPipeline>()
        .AddSingleton<ExplanationJson>()
        .AddSingleton<ExplainEndpoint>()
        .AddSingleton<LimitsEndpoint>()
        .AddSingleton<ModelsEndpoint>()
        .AddSingleton<UsageEndpoint>()
        .AddSingleton<UsageLedger>();

    /// <summary>
    /// Adds the middleware in this order: a request id, a limit on clients that do not read, JSON for every failure, one length for each
    /// request, the right listener, CORS, room for the work, then routing.
    /// </summary>
    public static void UseGatewayPipeline(this WebApplication app)
    {
        app.UseMiddleware<ReceiveMiddleware>();
        app.UseMiddleware<StalledClientMiddleware>();
        app.UseMiddleware<ErrorMiddleware>();
        app.UseMiddleware<FramingMiddleware>();
        app.UseMiddleware<ListenerMiddleware>();
        app.UseWhen(static context => !Listeners.IsAdmin(context), static data => data.UseMiddleware<CorsMiddleware>());
        app.UseMiddleware<OverloadMiddleware>();
        app.UseRouting();
    }

    // PathRewriter handles other spellings of these paths.
    public static void MapGatewayEndpoints(this WebApplication app)
    {
        var pipeline = app.Services.GetRequiredService<RequestPipeline>();
        foreach (var surface in SurfaceTable.All)
        {
            app.MapPost(surface.Path, context => pipeline.HandleAsync(context, surface));
        }

        var explain = app.Services.GetRequiredService<ExplainEndpoint>();
        var models = app.Services.GetRequiredService<ModelsEndpoint>();
        app.MapPost("/v1/route/explain", (RequestDelegate)explain.HandleAsync);
        app.MapMethods("/v1/models", Read, (RequestDelegate)models.ListAsync);
        app.MapMethods("/v1/models/{**id}", Read, (RequestDelegate)models.GetAsync);
        app.MapMethods("/v1/usage/limits", Read, (RequestDelegate)app.Services.GetRequiredService<LimitsEndpoint>().HandleAsync);
        app.MapMethods("/v1/usage", Read, (RequestDelegate)app.Services.GetRequiredService<UsageEndpoint>().HandleAsync);
        // Claude Code requests these from its base address before anything else; OllamaSharp and Page Assist
        // check whether anything is there.
        app.MapMethods("/", Read, static context =>
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync("The gateway is running.");
        });
        app.MapMethods("/api/hello", Read, static context => context.Response.WriteAsync("hello"));
    }
}
