using Gateway.Simulator.Models;

namespace Gateway.Simulator.Runners;

/// <summary>How a backend loads its models, as its provider and its latest options say.</summary>
internal interface ILoading
{
    /// <summary>The number of models that can be loaded at once.</summary>
    int MaxLoaded { get; }

    /// <summary>The number of requests that may wait for a load where one model is loaded after another.</summary>
    int MaxQueue { get; }

    /// <summary>True when one model is loaded after another, and again for another context.</summary>
    bool LoadsOneByOne { get; }

    /// <summary>How long an unused model stays loaded; null: until another needs its place.</summary>
    TimeSpan? KeepsLoaded { get; }

    /// <summary>True when a request may have to wait for a load of the model.</summary>
    bool LoadsOnDemand(ModelFacts model);

    /// <summary>The context that the model gets when it is loaded; null when it has none.</summary>
    int? ContextOf(ModelFacts model);

    /// <summary>The number of answers that the model gives at once; null for no limit.</summary>
    int? PlacesOf(ModelFacts model);
}
