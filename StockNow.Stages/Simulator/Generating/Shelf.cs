namespace StockNow.Stages.Simulator.Generating;

/// <summary>The stock of one product in one store: customers take pieces, and some time after it ran low a delivery fills it again.</summary>
/// <remarks>Seed and time alone decide: how often one looks changes nothing. Pure but for its chance; time must not go back.</remarks>
sealed class Shelf
{
    const long Never = long.MaxValue;
    const double MillisecondsPerHour = 3_600_000;

    readonly Demand _demand;
    readonly Random _chance;
    readonly int _threshold, _capacity;
    readonly double _deliveryDelay;
    int _quantity;
    long _nextCustomer, _nextDelivery = Never;

    /// <param name="demand">What customers want.</param>
    /// <param name="threshold">Below it the shelf is low, and a delivery is ordered; a full shelf holds three times as much.</param>
    /// <param name="beginsLow">Whether it is low at the beginning.</param>
    /// <param name="deliveryDelay">How long a delivery takes on average.</param>
    /// <param name="beginning">Milliseconds since 1970-01-01 UTC.</param>
    /// <param name="chance">All that is left to chance.</param>
    public Shelf(Demand demand, int threshold, bool beginsLow, TimeSpan deliveryDelay, long beginning, Random chance)
    {
        (_demand, _threshold, _capacity, _deliveryDelay, _chance) = (demand, threshold, 3 * threshold, deliveryDelay.TotalMilliseconds, chance);
        _quantity = beginsLow ? chance.Next(threshold) : chance.Next(threshold, _capacity + 1);
        _nextCustomer = NextCustomerAfter(beginning);
        OrderIfLow(beginning);
    }

    /// <summary>The pieces on the shelf at a time.</summary>
    /// <param name="milliseconds">Since 1970-01-01 UTC.</param>
    public int QuantityAt(long milliseconds)
    {
        while (Math.Min(_nextCustomer, _nextDelivery) <= milliseconds)
        {
            if (_nextDelivery <= _nextCustomer) Deliver();
            else MeetCustomer();
        }
        return _quantity;
    }

    void Deliver()
    {
        _quantity = _capacity;
        _nextDelivery = Never;
    }

    // A Poisson process whose rate changes: draw at the peak rate, and keep each customer with the present rate's share of it.
    void MeetCustomer()
    {
        var now = _nextCustomer;
        _nextCustomer = NextCustomerAfter(now);
        if (_chance.NextDouble() * _demand.Peak >= _demand.At(now) || _quantity == 0) return;
        _quantity--;
        OrderIfLow(now);
    }

    long NextCustomerAfter(long now)
    {
        var gap = -Math.Log(1 - _chance.NextDouble()) / _demand.Peak * MillisecondsPerHour;
        return gap < Never / 4 ? now + Math.Max(1, (long)gap) : Never;
    }

    void OrderIfLow(long now)
    {
        if (_quantity < _threshold && _nextDelivery == Never) _nextDelivery = now + Math.Max(1, (long)(_deliveryDelay * (0.5 + _chance.NextDouble())));
    }
}
